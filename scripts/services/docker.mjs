import { startGuarded } from '../lib/guarded.mjs';
import { answering, freePort, untilUp } from '../lib/ports.mjs';
import { run, which } from '../lib/run.mjs';

/** @returns {Promise<boolean>} whether a Docker engine answers */
export const haveDocker = async () => which('docker') !== null && (await run('docker', ['info'], { collect: true })).code === 0;

/**
 * The last resort: a container on a free port. `docker run` in the foreground and with --rm: it forwards SIGTERM, and
 * the container goes with it.
 * @param {import('./start-services.mjs').Service} service
 */
export async function prepareDocker({ name, image }, { folder, log }) {
  const port = await freePort();
  const container = `segue-${name.toLowerCase()}-${process.pid}-${port}`;
  const args = ['run', '--rm', '--init', '--name', container, '-p', `127.0.0.1:${port}:${image.port}`];
  for (const variable of image.env(port)) args.push('-e', variable);
  return {
    port,
    async open() {
      const program = startGuarded('docker', [...args, image.name, ...image.args], { cwd: folder, log, graceSeconds: 12 });
      // Ten minutes: an image may have to be fetched first.
      await untilUp(() => answering(port, image), { what: `${name} in Docker`, timeoutMs: 600_000, program });
      const signal = (sent) => void run('docker', ['kill', '-s', sent, container], { collect: true });
      return { ...program, kill: signal };
    },
  };
}
