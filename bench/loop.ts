/**
 * Gesture to slate at the socket, next to the floor in the same run.
 * `npm run bench -- loop [--quick] [--json] [--rates 100,1000,3000] [--settings kafka,embedded] [--tracks 2000] [--listeners 200]`
 * `--profile FOLDER` keeps CPU profiles of the processes there, and tells which functions were hot while it measured.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { ensureBuilt } from '../scripts/lib/build.mjs';
import { nowUs, profileFlags, tellHottest, type Window } from './lib/cpu-profile.ts';
import { cpuSecondsOf, ownCpuSeconds } from './lib/process-cost.ts';
import { pause, progress } from './lib/progress.ts';
import { type Result, report, result } from './lib/results.ts';
import { median, quantile, sum } from './lib/stats.ts';
import { startFloor } from './loop/floor.ts';
import { type Block, type Client, runBlock } from './loop/load.ts';
import { startDistributed, startEmbedded } from './loop/segue.ts';
import { sampleOf } from './loop/segue-client.ts';
import { meansBetween, stepsOf } from './loop/steps.ts';
import type { System } from './loop/system.ts';
import { topicBytes } from './loop/topic-bytes.ts';

const { values: options } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    quick: { type: 'boolean', default: false },
    rates: { type: 'string', default: '100,1000,3000' },
    settings: { type: 'string', default: 'kafka,embedded' },
    tracks: { type: 'string', default: '2000' },
    listeners: { type: 'string', default: '200' },
    blocks: { type: 'string' },
    seconds: { type: 'string' },
    profile: { type: 'string' },
  },
});
const rates = options.rates.split(',').map(Number);
const wanted = new Set(options.settings.split(','));
const tracks = Number(options.tracks);
const listeners = Number(options.listeners);
const blocks = Number(options.blocks ?? (options.quick ? 2 : 5));
const seconds = Number(options.seconds ?? (options.quick ? 4 : 20));
const warmUpSeconds = options.quick ? 6 : 20;

/** The targets, by setting and rate: p50 and p99 against the floor's. */
const TARGETS: Record<string, Record<number, { readonly p50?: number; readonly p50PlusMs?: number; readonly p99: number }>> = {
  kafka: { 1000: { p50: 3, p99: 2 }, 3000: { p99: 3 } },
  embedded: { 1000: { p50PlusMs: 2, p99: 1.5 } },
};

interface Measured {
  readonly block: Block;
  /** CPU seconds by process. */
  readonly cpu: Readonly<Record<string, number>>;
  /** Mean ms by step, as the system itself measures. */
  readonly steps: ReadonlyMap<string, number>;
}

await ensureBuilt();
const folder = mkdtempSync(join(tmpdir(), 'segue-bench-loop-'));
const systems: System[] = [];
const profiled = new Set<string>();
const measuredAt: Window[] = [];
const nodeFlags = (name: string) => {
  if (options.profile === undefined) return [];
  profiled.add(name);
  return profileFlags(join(options.profile, name));
};
try {
  progress('Starting the systems …');
  const kafka = await startDistributed({ tracks, nodeFlags });
  systems.push(kafka);
  const { slate } = await sampleOf(kafka.url);
  systems.push(await startFloor({ services: kafka.services, folder, rows: slate }));
  if (wanted.has('embedded')) systems.push(await startEmbedded({ tracks, folder, nodeFlags }));
  const compared = systems.filter(({ name }) => name === 'floor' || wanted.has(name));
  const clients = new Map<string, Client[]>();
  for (const system of compared) clients.set(system.name, await system.connect(listeners));
  await untilTaught(kafka.url);

  const results: Result[] = [];
  for (const rate of rates) {
    const measured = new Map<string, Measured[]>(compared.map(({ name }) => [name, []]));
    for (const { name } of compared) {
      progress(`${rate}/s: warming up ${name} for ${warmUpSeconds} s`);
      await runBlock(clients.get(name)!, { rate, seconds: warmUpSeconds });
    }
    const bytesBefore = topicBytes(kafka.processes()['kafka']);
    for (let i = 0; i < blocks; i++) {
      for (const system of compared) {
        await pause(500);
        const one = await measure(system, clients.get(system.name)!, rate);
        measured.get(system.name)!.push(one);
        const { latencies } = one.block;
        progress(
          `${rate}/s, block ${i + 1}, ${system.name}: p50 ${quantile(latencies, 0.5).toFixed(2)} ms, p99 ${quantile(latencies, 0.99).toFixed(2)} ms, lost ${one.block.lost}, failed ${sum(one.block.failures.values())}${[...one.block.failures.keys()].slice(0, 2).join('; ')}`,
        );
      }
    }
    const bytesAfter = topicBytes(kafka.processes()['kafka']);
    const floor = measured.get('floor')!;
    for (const { name } of compared) results.push(...judge(name, rate, measured.get(name)!, floor));
    const events = sum((measured.get('kafka') ?? []).map(({ block }) => block.sent));
    for (const [topic, bytes] of Object.entries(bytesAfter)) {
      if (events > 0)
        results.push(
          result({
            case: `${rate}/s`,
            setting: 'kafka',
            metric: `bytes an event on ${topic}`,
            value: (bytes - (bytesBefore[topic] ?? 0)) / events,
            unit: 'B',
          }),
        );
    }
  }
  report({
    bench: 'loop',
    versions: { tracks: String(tracks), listeners: String(listeners) },
    results,
    quick: options.quick,
    json: options.json,
  });
  for (const all of clients.values()) for (const client of all) client.close();
} finally {
  for (const system of systems.reverse()) await system.stop();
  rmSync(folder, { recursive: true, force: true });
}
if (options.profile !== undefined) for (const name of profiled) tellHottest(name, options.profile, measuredAt);
process.exit(0);

async function measure(system: System, from: readonly Client[], rate: number): Promise<Measured> {
  const cpuNow = (): Record<string, number> => ({
    ...Object.fromEntries(Object.entries(system.processes()).map(([name, pid]) => [name, cpuSecondsOf(pid)])),
    // The listeners themselves, who are this process.
    load: ownCpuSeconds(),
  });
  const stepsBefore = await stepsOf(system.metricsUrls);
  const before = cpuNow();
  const fromUs = nowUs();
  const block = await runBlock(from, { rate, seconds });
  measuredAt.push({ fromUs, toUs: nowUs() });
  const after = cpuNow();
  const steps = new Map(meansBetween(stepsBefore, await stepsOf(system.metricsUrls)));
  const spent = Object.entries(after).map(([name, cpuSeconds]) => [name, cpuSeconds - (before[name] ?? 0)]);
  return { block, steps, cpu: Object.fromEntries(spent) };
}

function judge(name: string, rate: number, own: readonly Measured[], floor: readonly Measured[]): Result[] {
  const of = { case: `${rate}/s`, setting: name };
  const target = TARGETS[name]?.[rate];
  const out: Result[] = [];
  for (const q of [0.5, 0.99] as const) {
    const label = `p${q * 100}`;
    const ownQ = own.map(({ block }) => quantile(block.latencies, q));
    const floorQ = floor.map(({ block }) => quantile(block.latencies, q));
    const ratios = ownQ.map((value, i) => value / floorQ[i]!);
    const value = median(ownQ);
    const reference = median(floorQ);
    const plus = q === 0.5 ? target?.p50PlusMs : undefined;
    const most = q === 0.5 ? target?.p50 : target?.p99;
    const ratio = median(ratios);
    out.push(
      result({
        ...of,
        metric: `${label}, gesture to slate`,
        value,
        unit: 'ms',
        ...(name === 'floor' ? {} : { reference, ratio }),
        ...(plus !== undefined ? { target: `under the floor + ${plus} ms`, met: value < reference + plus } : {}),
        ...(most !== undefined ? { target: `at most ${most} x the floor`, met: ratio <= most } : {}),
      }),
    );
    if (name !== 'floor') {
      out.push(result({ ...of, metric: `${label} ratio, least`, value: Math.min(...ratios), unit: 'x' }));
      out.push(result({ ...of, metric: `${label} ratio, most`, value: Math.max(...ratios), unit: 'x' }));
    }
  }
  const sent = sum(own.map(({ block }) => block.sent));
  const missing = sum(own.map(({ block }) => block.lost + sum(block.failures.values())));
  out.push(result({ ...of, metric: 'lost or failed', value: missing, unit: 'gestures', target: '0', met: missing === 0 }));
  for (const step of own[0]?.steps.keys() ?? []) {
    out.push(result({ ...of, metric: `mean of step ${step}`, value: median(own.map(({ steps }) => steps.get(step) ?? 0)), unit: 'ms' }));
  }
  for (const process of Object.keys(own[0]?.cpu ?? {})) {
    const cpu = sum(own.map((one) => one.cpu[process] ?? 0));
    out.push(result({ ...of, metric: `CPU an event, ${process}`, value: (cpu / sent) * 1e6, unit: 'µs' }));
  }
  return out;
}

/** The simulated history is taught behind the start; figures are taken after it. */
async function untilTaught(url: string): Promise<void> {
  for (;;) {
    const { slate } = await sampleOf(url);
    if (slate.teaching === null) return;
    progress(`the simulated history is taught: ${Math.round(slate.teaching * 100)} %`);
    await pause(2_000);
  }
}
