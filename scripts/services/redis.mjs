import { startGuarded } from '../lib/guarded.mjs';
import { connectable, freePort, untilUp } from '../lib/ports.mjs';
import { which } from '../lib/run.mjs';

/** @type {import('./start-services.mjs').Service} */
export const redis = {
  name: 'Redis',
  variable: 'REDIS_URL',
  image: {
    name: 'redis:7',
    port: 6379,
    args: ['redis-server', '--appendonly', 'yes', '--appendfsync', 'everysec', '--save', ''],
    env: () => [],
    hello: Buffer.from('PING\r\n'),
    // While it reads its file the answer is -LOADING.
    isUp: (answer) => answer.toString().startsWith('+PONG'),
  },
  url: (port) => `redis://127.0.0.1:${port}`,
  lacking: () => (which('redis-server') ? null : 'no redis-server program'),
  async prepare({ folder, log }) {
    const port = await freePort();
    const args = ['--port', port, '--bind', '127.0.0.1', '--dir', folder, '--appendonly', 'yes', '--appendfsync', 'everysec', '--save', ''];
    return {
      port,
      async open() {
        const program = startGuarded('redis-server', args.map(String), { cwd: folder, log });
        await untilUp(() => connectable(port), { what: 'Redis', timeoutMs: 20_000, program });
        return program;
      },
    };
  },
};
