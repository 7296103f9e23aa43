import { chownSync, existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { startGuarded } from '../lib/guarded.mjs';
import { freePort, untilUp } from '../lib/ports.mjs';
import { run, which } from '../lib/run.mjs';

const DEBIAN = '/usr/lib/postgresql';

/** @type {import('./start-services.mjs').Service} */
export const postgres = {
  name: 'Postgres',
  variable: 'DATABASE_URL',
  image: {
    name: 'postgres:17',
    port: 5432,
    args: ['-c', 'max_connections=200'],
    env: () => ['POSTGRES_HOST_AUTH_METHOD=trust'],
    // A start of protocol 3.0 by that user; R lets it in, E says that the database is starting up.
    hello: Buffer.from('\0\0\0\x17\0\x03\0\0user\0postgres\0\0'),
    isUp: (answer) => answer.toString().startsWith('R'),
  },
  url: (port) => `postgresql://postgres@127.0.0.1:${port}/postgres`,
  lacking: () => (programs() ? null : 'no postgres and initdb programs'),
  async prepare({ folder, log }) {
    const bin = programs();
    const owner = ownerOfServer();
    const data = join(folder, 'data');
    mkdirSync(data, { recursive: true });
    if (owner.uid !== undefined) for (const path of [folder, data]) chownSync(path, owner.uid, owner.gid);
    const init = await run(join(bin, 'initdb'), ['-D', data, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--locale=C', '--no-sync'], {
      cwd: folder,
      collect: true,
      ...owner,
    });
    if (init.code !== 0) throw new Error(`initdb failed: ${init.output.trim().slice(-300)}`);
    const port = await freePort();
    const settings = { listen_addresses: '127.0.0.1', unix_socket_directories: folder, max_connections: 200 };
    const args = ['-D', data, '-p', String(port), ...Object.entries(settings).flatMap(([key, value]) => ['-c', `${key}=${value}`])];
    return {
      port,
      async open() {
        // After a SIGKILL its children need a moment to see that their parent is gone; the next start waits for that.
        const program = startGuarded(join(bin, 'postgres'), args, { cwd: folder, log, stopSignal: 'INT', ...owner });
        const ready = async () => {
          // The server's own word: a port that is open may still answer that the database is starting up.
          const status = readFileSync(join(data, 'postmaster.pid'), 'utf8').split('\n');
          if (Number(status[0]) !== program.pid || status[7]?.trim() !== 'ready') throw new Error('it is starting');
        };
        await untilUp(ready, { what: 'Postgres', timeoutMs: 30_000, program });
        return program;
      },
    };
  },
};

/** The folder of initdb and postgres: Debian's, the newest first, or where the path has them; null where neither. */
function programs() {
  const debian = existsSync(DEBIAN) ? readdirSync(DEBIAN).sort((a, b) => Number(b) - Number(a)) : [];
  const folders = [...debian.map((version) => join(DEBIAN, version, 'bin')), dirname(which('initdb') ?? '/nowhere/initdb')];
  return folders.find((folder) => existsSync(join(folder, 'initdb')) && existsSync(join(folder, 'postgres'))) ?? null;
}

/** Postgres refuses to run as root: as its own user then, or as nobody. Any other user runs it themselves. */
function ownerOfServer() {
  if (process.getuid?.() !== 0) return {};
  const users = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'));
  const user = users.find(([name]) => name === 'postgres') ?? users.find(([name]) => name === 'nobody');
  if (!user) throw new Error('Postgres does not run as root, and there is no user postgres or nobody');
  return { uid: Number(user[2]), gid: Number(user[3]) };
}
