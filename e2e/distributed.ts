import { randomBytes } from 'node:crypto';
import { startCluster } from '../scripts/cluster/start-cluster.mjs';
import { type Server, SMALL } from './server.ts';

/**
 * Segue on the Kafka, Redis and Postgres that the surroundings name, under a prefix of its own: servers side by side teach
 * each other nothing.
 */
export async function startDistributed(
  env: Readonly<Record<string, string>> = {},
  { api = 2, worker = 2 }: { readonly api?: number; readonly worker?: number } = {},
): Promise<Server> {
  const cluster = await startCluster({
    api,
    worker,
    prefix: `e2e-${randomBytes(4).toString('hex')}`,
    env: { ...SMALL, LOG_LEVEL: 'warn', ...env },
  });
  return {
    setting: 'distributed',
    url: cluster.url,
    workers: cluster.workers,
    apis: cluster.apis,
    async restart(signal) {
      return Promise.all(
        cluster.apis.map(async (api) => {
          api.kill(signal);
          const code = await api.ended;
          await api.restart();
          return code;
        }),
      );
    },
    stop: () => cluster.stop(),
  };
}
