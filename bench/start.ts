/**
 * How long `npm start` takes to the first playable list, the first time and the second, and the memory of all its processes.
 * `npm run bench -- start [--quick] [--json] [--minutes 10]`
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { ensureBuilt } from '../scripts/lib/build.mjs';
import { onEnd } from '../scripts/lib/on-end.mjs';
import { freePort } from '../scripts/lib/ports.mjs';
import { root } from '../scripts/lib/root.mjs';
import { makeScratch } from '../scripts/lib/scratch.mjs';
import { memoryMiBOf, needProc } from './lib/process-cost.ts';
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

/** As with nothing set: an empty one is not, and `.env` does not fill it in. */
const NOTHING_SET = Object.fromEntries(
  [...readFileSync(join(root, '.env.example'), 'utf8').matchAll(/^# ([A-Z_]+)=/gm)].map(([, name]) => [name, '']),
);

needProc();
await ensureBuilt();
const scratch = makeScratch('bench-start');
let child: ChildProcess | null = null;
onEnd(cleanUp, { code: 1 });
// Of a first start: what Node 22 and newer kept of what they compiled is of an earlier one.
rmSync(join(root, 'node_modules', '.segue-compiled'), { recursive: true, force: true });
const results: Result[] = [];
try {
  for (const [name, most] of [
    ['first start', 10],
    ['second start', 3],
  ] as const) {
    progress(`${name} …`);
    const { url, pid, seconds } = await start();
    results.push(figure(name, 'installed and built, to a list in the page', seconds, 's', most));
    await pause(settleSeconds * 1_000);
    results.push(figure(name, `memory of all processes after ${settleSeconds} s`, memoryMiBOf(pid), 'MiB', 700));
    if (name === 'second start') {
      progress(`${RATE} events a second for ${minutes} minutes …`);
      const clients = await connectListeners(url, 50, (await sampleOf(url)).tracks);
      const block = await runBlock(clients, { rate: RATE, seconds: minutes * 60 });
      results.push(figure('under load', `memory after ${minutes} minutes at ${RATE} events a second`, memoryMiBOf(pid), 'MiB', 700));
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
    await stop();
  }
} finally {
  await cleanUp();
}
report({ bench: 'start', results, quick: options.quick, json: options.json });
process.exit(0);

function figure(name: string, metric: string, value: number, unit: string, most: number): Result {
  return result({ case: name, setting: 'embedded', metric, value, unit, target: `at most ${most}`, met: value <= most });
}

/** `npm start` itself, in a data folder of its own; up once the page's HTML has rows. */
async function start() {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const startMs = performance.now();
  const started = spawn('npm', ['start'], {
    cwd: root,
    env: { ...process.env, ...NOTHING_SET, PORT: String(port), SEGUE_HOME: join(scratch.path, 'home'), SITE_KEYS },
    stdio: ['ignore', 'ignore', 'pipe'],
    // A group of its own, as a terminal's: npm does not pass on what only it is told.
    detached: true,
  });
  started.stderr.pipe(process.stderr);
  child = started;
  for (;;) {
    if (started.exitCode !== null) throw new Error(`npm start ended with ${started.exitCode}`);
    const html = await fetch(url, { signal: AbortSignal.timeout(5_000) }).then(
      (response) => response.text(),
      () => '',
    );
    if (/<li[^>]*data-track-id/.test(html)) break;
    await pause(50);
  }
  return { url, pid: started.pid ?? 0, seconds: (performance.now() - startMs) / 1000 };
}

async function stop() {
  const running = child;
  child = null;
  if (running?.pid === undefined || running.exitCode !== null || running.signalCode !== null) return;
  // Not `exit`: npm may be gone while the app still drains, and the pipe closes with the last that holds it.
  const ended = once(running, 'close');
  process.kill(-running.pid, 'SIGTERM');
  await ended;
}

async function cleanUp() {
  await stop();
  scratch.remove();
}
