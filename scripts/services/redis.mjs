import { which } from '../lib/run.mjs';
import { connectable, freePort, startChild, until } from './child.mjs';

export const redis = {
  name: 'Redis',
  variable: 'REDIS_URL',
  image: { name: 'redis:7', port: 6379, url: (port) => `redis://127.0.0.1:${port}`, env: [], args: ['--appendonly', 'yes'] },
  lacking: async () => ((await which('redis-server')) ? null : 'no redis-server program'),
  async start({ folder }) {
    const port = await freePort();
    const open = async () => {
      const child = startChild(
        'redis',
        'redis-server',
        ['--port', String(port), '--bind', '127.0.0.1', '--dir', folder, '--appendonly', 'yes', '--appendfsync', 'everysec', '--save', ''],
        { folder },
      );
      await until(() => connectable(port), 'Redis', 20_000);
      return child;
    };
    return { url: `redis://127.0.0.1:${port}`, port, open };
  },
};
