import './lib/node-version.mjs';
import { parseArgs } from 'node:util';
import { startCluster } from './cluster/start-cluster.mjs';
import { ensureBuilt } from './lib/build.mjs';
import { loadDotEnv } from './lib/dot-env.mjs';
import { ensureInstalled } from './lib/install.mjs';
import { onEnd } from './lib/on-end.mjs';
import { checkPort } from './lib/ports.mjs';
import { command, PlainError, say } from './lib/say.mjs';

const MOST = 16;

// npm run cluster -- --api 2 --worker 2: the distributed setting as processes on this machine, until this is stopped.
await command(async () => {
  loadDotEnv();
  const count = { type: /** @type {const} */ ('string') };
  const { values } = parseArgs({ options: { api: count, worker: count, web: count, port: count, prefix: count } });
  const number = (name, otherwise, most) => {
    const value = Number(values[name] ?? otherwise);
    if (!Number.isInteger(value) || value < 0 || value > most)
      throw new PlainError(`--${name} is a number from 0 to ${most}, not ${values[name]}`);
    return value;
  };
  const options = { api: number('api', 2, MOST), worker: number('worker', 2, MOST), web: number('web', 1, MOST), prefix: values.prefix };
  const port = number('port', process.env.PORT ?? 0, 65_535) || undefined;
  if (port !== undefined) await checkPort(port);
  await ensureInstalled();
  await ensureBuilt();
  say('Starting the cluster …');
  /** @type {import('./cluster/start-cluster.mjs').Cluster | undefined} */
  let cluster;
  onEnd(async () => {
    // What is there while it still starts goes with this process.
    if (!cluster) return;
    say('Stopping …');
    await cluster.stop();
    say('Stopped.');
  });
  cluster = await startCluster({ ...options, port, log: say });
  say(`Logs of each process: ${cluster.logs}`);
  for (const [name, value] of Object.entries(cluster.services.env)) say(`export ${name}=${value}`);
  say(`Segue plays at ${cluster.url}`);
  setInterval(() => {}, 60_000);
});
