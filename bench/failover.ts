/**
 * A worker killed, and one stopped, while gestures come: the slowest gesture, and what was lost or learnt twice.
 * `npm run bench -- failover [--quick] [--json] [--rate 1000]`
 */
import { parseArgs } from 'node:util';
import { ensureBuilt } from '../scripts/lib/build.mjs';
import { pause, progress } from './lib/progress.ts';
import { type Result, report, result } from './lib/results.ts';
import { quantile, sum } from './lib/stats.ts';
import { runBlock } from './loop/load.ts';
import { startDistributed } from './loop/segue.ts';

const { values: options } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    quick: { type: 'boolean', default: false },
    rate: { type: 'string', default: '1000' },
    listeners: { type: 'string', default: '200' },
  },
});
const rate = Number(options.rate);
const seconds = options.quick ? 15 : 30;
const CASES = [
  { name: 'killed', signal: 'SIGKILL', mostSeconds: 10 },
  { name: 'stopped', signal: 'SIGTERM', mostSeconds: 2 },
] as const;

await ensureBuilt();
progress('Starting a fleet of two workers …');
const segue = await startDistributed({ tracks: 2_000, worker: 2 });
const results: Result[] = [];
try {
  const clients = await segue.connect(Number(options.listeners));
  progress('Warming up …');
  await runBlock(clients, { rate, seconds: options.quick ? 5 : 20 });
  for (const { name, signal, mostSeconds } of CASES) {
    const worker = segue.cluster.workers[0]!;
    progress(`A worker is ${name} after a third of ${seconds} s …`);
    const learntBefore = await learnt();
    const running = runBlock(clients, { rate, seconds });
    await pause((seconds / 3) * 1_000);
    worker.kill(signal);
    const block = await running;
    const slowest = Math.max(...block.latencies) / 1_000;
    const missing = block.lost + sum(block.failures.values());
    // Each gesture raises its listener's revision by one, learnt once: what the revisions grew by is what was learnt.
    const extra = (await learnt()) - learntBefore - block.sent;
    const row = { case: `a worker ${name}`, setting: `kafka, ${rate}/s` };
    results.push(
      result({ ...row, metric: 'slowest gesture', value: slowest, unit: 's', target: `under ${mostSeconds}`, met: slowest < mostSeconds }),
      result({ ...row, metric: 'p50', value: quantile(block.latencies, 0.5), unit: 'ms' }),
      result({ ...row, metric: 'lost', value: missing, unit: 'gestures', target: '0', met: missing === 0 }),
      result({ ...row, metric: 'learnt twice', value: extra, unit: 'gestures', target: '0', met: extra === 0 }),
    );
    await worker.restart();
    await pause(3_000);
  }
  for (const client of clients) client.close();
  async function learnt(): Promise<number> {
    return sum(await Promise.all(clients.map((client) => client.revision())));
  }
} finally {
  await segue.stop();
}
report({ bench: 'failover', results, quick: options.quick, json: options.json });
process.exit(0);
