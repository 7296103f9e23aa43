import { chownSync, existsSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { run, which } from '../lib/run.mjs';
import { connectable, freePort, startChild, until } from './child.mjs';

/** initdb and postgres, from the path or Debian's folders, the newest first. */
async function binaries() {
  const debian = existsSync('/usr/lib/postgresql')
    ? readdirSync('/usr/lib/postgresql')
        .sort((a, b) => Number(b) - Number(a))
        .map((version) => `/usr/lib/postgresql/${version}/bin`)
    : [];
  for (const folder of debian) if (existsSync(join(folder, 'initdb')) && existsSync(join(folder, 'postgres'))) return folder;
  const initdb = await which('initdb');
  const server = await which('postgres');
  return initdb && server ? join(initdb, '..') : null;
}

/** Postgres refuses to run as root: as its own user then, or as nobody. */
async function owner() {
  if (process.getuid?.() !== 0) return {};
  for (const user of ['postgres', 'nobody']) {
    const { code, output } = await run('sh', ['-c', `id -u ${user} && id -g ${user}`], { collect: true });
    const [uid, gid] = output.trim().split('\n').map(Number);
    if (code === 0) return { uid, gid };
  }
  return {};
}

export const postgres = {
  name: 'Postgres',
  variable: 'DATABASE_URL',
  image: {
    name: 'postgres:17',
    port: 5432,
    url: (port) => `postgresql://postgres@127.0.0.1:${port}/postgres`,
    env: ['POSTGRES_HOST_AUTH_METHOD=trust'],
    args: [],
  },
  lacking: async () => ((await binaries()) ? null : 'no postgres and initdb programs'),
  async start({ folder }) {
    const bin = await binaries();
    const as = await owner();
    const data = join(folder, 'data');
    mkdirSync(data);
    if (as.uid !== undefined) {
      chownSync(folder, as.uid, as.gid);
      chownSync(data, as.uid, as.gid);
    }
    const init = await run(join(bin, 'initdb'), ['-D', data, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--no-sync'], {
      cwd: folder,
      collect: true,
      ...as,
    });
    if (init.code !== 0) throw new Error(`initdb failed: ${init.output.slice(-300)}`);
    const port = await freePort();
    const open = async () => {
      const child = startChild(
        'postgres',
        join(bin, 'postgres'),
        [
          '-D',
          data,
          '-p',
          String(port),
          '-c',
          'listen_addresses=127.0.0.1',
          '-c',
          `unix_socket_directories=${folder}`,
          '-c',
          'max_connections=200',
        ],
        { folder, ...as },
      );
      const ready = (await which('pg_isready')) ?? join(bin, 'pg_isready');
      await until(
        async () => {
          await connectable(port);
          const { code } = await run(ready, ['-h', '127.0.0.1', '-p', String(port)], { collect: true });
          if (code !== 0) throw new Error('not ready');
        },
        'Postgres',
        30_000,
      );
      return child;
    };
    return { url: `postgresql://postgres@127.0.0.1:${port}/postgres`, port, open };
  },
};
