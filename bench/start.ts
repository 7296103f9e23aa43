/**
 * How long `npm start` takes to the first playable list, the first time and the second, and the memory of all its processes.
 * `npm run bench -- start [--quick] [--json] [--minutes 10]`
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { ensureBuilt } from '../scripts/lib/build.mjs';
import { freePort } from '../scripts/lib/ports.mjs';
import { root } from '../scripts/lib/root.mjs';
import { memoryMiBOf } from './lib/process-cost.ts';
import { pause, progress } from './lib/progress.ts';
import { type Result, report, result } from './lib/results.ts';
import { runBlock } from './loop/load.ts';
import { connectListeners, SITE_KEYS, sampleOf } from './loop/segue-client.ts';

const { values: options } = parseArgs({
  options: { json: { type: 'boolean', default: false }, quick: { type: 'boolean', default: false }, minutes: { type: 'string' } },
});
const minutes = Number(options.minutes ?? (options.quick ? 0.2 : 10));
const settleSeconds = options.quick ? 5 : 60;
const RATE = 100;

await ensureBuilt();
const home = mkdtempSync(join(tmpdir(), 'segue-bench-start-'));
const results: Result[] = [];
for (const [name, most] of [
  ['first start', 10],
  ['second start', 3],
] as const) {
  progress(`${name} …`);
  const { url, child, seconds } = await start();
  results.push(figure(name, 'installed and built, to a list in the page', seconds, 's', most));
  await pause(settleSeconds * 1_000);
  results.push(figure(name, `memory of all processes after ${settleSeconds} s`, memoryMiBOf(child.pid ?? 0), 'MiB', 700));
  if (name === 'second start') {
    progress(`${RATE} events a second for ${minutes} minutes …`);
    const clients = await connectListeners(url, 50, (await sampleOf(url)).tracks);
    const block = await runBlock(clients, { rate: RATE, seconds: minutes * 60 });
    results.push(
      figure('under load', `memory after ${minutes} minutes at ${RATE} events a second`, memoryMiBOf(child.pid ?? 0), 'MiB', 700),
    );
    results.push(
      result({
        case: 'under load',
        setting: 'embedded',
        metric: 'lost or failed',
        value: block.lost + block.failures.size,
        unit: 'gestures',
        target: '0',
        met: block.lost + block.failures.size === 0,
      }),
    );
    for (const client of clients) client.close();
  }
  const ended = new Promise((resolve) => child.once('exit', resolve));
  process.kill(-(child.pid ?? 0), 'SIGTERM');
  await ended;
}
rmSync(home, { recursive: true, force: true });
report({ bench: 'start', results, quick: options.quick, json: options.json });
process.exit(0);

function figure(name: string, metric: string, value: number, unit: string, most: number): Result {
  return result({ case: name, setting: 'embedded', metric, value, unit, target: `at most ${most}`, met: value <= most });
}

/** `npm start` itself, in a data folder of its own; up once the page's HTML has rows. */
async function start() {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const { KAFKA_BROKERS: _k, REDIS_URL: _r, DATABASE_URL: _d, ...surroundings } = process.env;
  const startMs = performance.now();
  const child = spawn('npm', ['start'], {
    cwd: root,
    env: { ...surroundings, PORT: String(port), SEGUE_HOME: home, SITE_KEYS },
    stdio: ['ignore', 'ignore', 'inherit'],
    // A group of its own, as a terminal's: npm does not pass on what only it is told.
    detached: true,
  });
  for (;;) {
    if (child.exitCode !== null) throw new Error(`npm start ended with ${child.exitCode}`);
    const html = await fetch(url, { signal: AbortSignal.timeout(5_000) }).then(
      (response) => response.text(),
      () => '',
    );
    if (/<li[^>]*data-track-id/.test(html)) break;
    await pause(50);
  }
  return { url, child, seconds: (performance.now() - startMs) / 1000 };
}
