import { execFile } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { startGuarded } from '../lib/guarded.mjs';
import { connectable, freePort, untilUp } from '../lib/ports.mjs';
import { which } from '../lib/run.mjs';

const MASTERS = 3;
const run = promisify(execFile);

/**
 * A Redis Cluster of three servers without replicas: enough for a key in the wrong slot, and for a command that must go
 * to another server, to fail as they would in a fleet.
 *
 * @type {import('./start-services.mjs').Service}
 */
export const redisCluster = {
  name: 'Redis Cluster',
  variable: 'REDIS_CLUSTER_URL',
  // Its servers name each other's ports, which Docker would give others outside.
  image: null,
  url: (port) => `redis://127.0.0.1:${port}`,
  lacking: () => (which('redis-server') && which('redis-cli') ? null : 'no redis-server and redis-cli programs'),
  async prepare({ folder, log }) {
    // All at once: each is held until all are known, so that no two are the same.
    const free = await Promise.all(Array.from({ length: MASTERS * 2 }, freePort));
    const ports = Array.from({ length: MASTERS }, (_, i) => [free[i * 2], free[i * 2 + 1]]);
    return {
      port: ports[0][0],
      async open() {
        const programs = await Promise.all(
          ports.map(async ([port, bus]) => {
            const dir = join(folder, String(port));
            mkdirSync(dir, { recursive: true });
            const args = ['--port', port, '--bind', '127.0.0.1', '--dir', dir, '--save', '', '--appendonly', 'yes'];
            const cluster = ['--cluster-enabled', 'yes', '--cluster-port', bus, '--cluster-config-file', 'nodes.conf'];
            const program = startGuarded('redis-server', [...args, ...cluster].map(String), { cwd: dir, log });
            await untilUp(() => connectable(port), { what: 'a server of the Redis Cluster', timeoutMs: 20_000, program });
            return program;
          }),
        );
        const isNew = await expectWhole(ports[0][0]).then(
          () => false,
          () => true,
        );
        if (isNew) {
          const addresses = ports.map(([port]) => `127.0.0.1:${port}`);
          await run('redis-cli', ['--cluster', 'create', ...addresses, '--cluster-yes'], { timeout: 30_000 });
        }
        for (const [port] of ports)
          await untilUp(() => expectWhole(port), { what: 'the Redis Cluster', timeoutMs: 20_000, program: programs[0] });
        return together(programs);
      },
    };
  },
};

async function expectWhole(port) {
  const { stdout } = await run('redis-cli', ['-p', String(port), 'cluster', 'info'], { timeout: 5_000 });
  if (!stdout.includes('cluster_state:ok') || !stdout.includes(`cluster_known_nodes:${MASTERS}`))
    throw new Error(`its server at port ${port} does not see all slots and servers yet`);
}

/** @param {readonly import('../lib/guarded.mjs').Guarded[]} programs @returns {import('../lib/guarded.mjs').Guarded} */
function together(programs) {
  return {
    pid: programs[0].pid,
    ended: Promise.race(programs.map((program) => program.ended)),
    running: () => programs.every((program) => program.running()),
    tail: () => programs.map((program) => program.tail()).join('\n'),
    kill(signal) {
      for (const program of programs) program.kill(signal);
    },
    async stop() {
      await Promise.all(programs.map((program) => program.stop()));
    },
  };
}
