/**
 * Gesture to slate at the socket, next to the floor in the same run.
 * `npm run bench -- loop [--quick] [--json] [--rates 100,1000,3000] [--settings kafka,embedded] [--tracks 2000,100000] [--listeners 200]`
 * Catalogues after the first are rows of their own, at 1,000 events a second.
 * `--profile FOLDER` keeps CPU profiles of the processes there, and tells which functions were hot while it measured.
 */
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { ensureBuilt } from '../scripts/lib/build.mjs';
import { makeScratch } from '../scripts/lib/scratch.mjs';
import { nowUs, profileFlags, tellHottest, type Window } from './lib/cpu-profile.ts';
import { cpuSecondsOf, needProc, ownCpuSeconds } from './lib/process-cost.ts';
import { pause, progress } from './lib/progress.ts';
import { type Result, report, result } from './lib/results.ts';
import { median, quantile, sum } from './lib/stats.ts';
import { startFloor } from './loop/floor.ts';
import { type Block, type Client, runBlock } from './loop/load.ts';
import { startDistributed, startEmbedded } from './loop/segue.ts';
import { sampleOf } from './loop/segue-client.ts';
import { indexSecondsOf, meansBetween, stepsOf } from './loop/steps.ts';
import type { System } from './loop/system.ts';
import { topicBytes } from './loop/topic-bytes.ts';

const { values: options } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    quick: { type: 'boolean', default: false },
    rates: { type: 'string', default: '100,1000,3000' },
    settings: { type: 'string', default: 'kafka,embedded' },
    tracks: { type: 'string', default: '2000,100000' },
    listeners: { type: 'string', default: '200' },
    blocks: { type: 'string' },
    seconds: { type: 'string' },
    profile: { type: 'string' },
  },
});
const rates = options.rates.split(',').map(Number);
const wanted = new Set(options.settings.split(','));
const catalogues = options.tracks.split(',').map(Number);
const listeners = Number(options.listeners);
/** What further catalogues are measured at. */
const FURTHER_RATE = 1_000;
/** From this rate on a block is a minute, and there are fewer: what must hold there has to hold for so long. */
const MINUTE_RATE = 3_000;
const warmUpSeconds = options.quick ? 6 : 20;

/** Blocks of a system at a rate, and how long each is. */
function blocksAt(rate: number): { readonly blocks: number; readonly seconds: number } {
  const isMinute = rate >= MINUTE_RATE && !options.quick;
  return {
    blocks: Number(options.blocks ?? (options.quick || isMinute ? 2 : 5)),
    seconds: Number(options.seconds ?? (options.quick ? 4 : isMinute ? 60 : 20)),
  };
}

/** The targets, by setting and rate: p50 and p99 against the floor's. */
const TARGETS: Record<string, Record<number, Target>> = {
  kafka: { 1000: { p50: 3, p99: 2 }, 3000: { p99: 3 } },
  embedded: { 1000: { p50PlusMs: 2, p99: 1.5 } },
};

interface Target {
  readonly p50?: number;
  readonly p50PlusMs?: number;
  readonly p99: number;
}

interface Measured {
  readonly block: Block;
  /** CPU seconds by process. */
  readonly cpu: Readonly<Record<string, number>>;
  /** Mean ms by step, as the system itself measures. */
  readonly steps: ReadonlyMap<string, number>;
  /** CPU seconds of the index of the nearest; 0 where ranking looks for itself. */
  readonly indexSeconds: number;
}

needProc();
await ensureBuilt();
const profiled = new Set<string>();
const measuredAt: Window[] = [];
const nodeFlags = (name: string) => {
  if (options.profile === undefined) return [];
  profiled.add(name);
  return profileFlags(join(options.profile, name));
};
const results: Result[] = [];
for (const [at, tracks] of catalogues.entries()) {
  if (at === 0) results.push(...(await measureCatalogue(tracks, rates, '')));
  else results.push(...(await measureCatalogue(tracks, [FURTHER_RATE], `, ${tracks} tracks`)));
}
report({
  bench: 'loop',
  versions: { tracks: options.tracks, listeners: String(listeners) },
  results,
  quick: options.quick,
  json: options.json,
});
if (options.profile !== undefined) for (const name of profiled) tellHottest(name, options.profile, measuredAt);
process.exit(0);

/** @param named what its cases are called after the rate; the first catalogue's have the targets, and no name. */
async function measureCatalogue(tracks: number, atRates: readonly number[], named: string): Promise<Result[]> {
  const scratch = makeScratch('bench-loop');
  const folder = scratch.path;
  const systems: System[] = [];
  const all: Client[] = [];
  try {
    progress(`Starting the systems with ${tracks} tracks …`);
    const kafka = await startDistributed({ tracks, nodeFlags });
    systems.push(kafka);
    const { slate } = await sampleOf(kafka.url);
    systems.push(await startFloor({ services: kafka.services, folder, rows: slate }));
    if (wanted.has('embedded')) systems.push(await startEmbedded({ tracks, folder, nodeFlags }));
    const compared = systems.filter(({ name }) => name === 'floor' || wanted.has(name));
    const clients = new Map<string, Client[]>();
    for (const system of compared) {
      const own = await system.connect(listeners);
      clients.set(system.name, own);
      all.push(...own);
    }
    await untilTaught(kafka.url);
    const found: Result[] = [];
    for (const rate of atRates) found.push(...(await measureRate(rate, { kafka, compared, clients, named })));
    return found;
  } finally {
    for (const client of all) client.close();
    for (const system of systems.reverse()) await system.stop();
    scratch.remove();
  }
}

async function measureRate(
  rate: number,
  {
    kafka,
    compared,
    clients,
    named,
  }: {
    readonly kafka: Awaited<ReturnType<typeof startDistributed>>;
    readonly compared: readonly System[];
    readonly clients: ReadonlyMap<string, Client[]>;
    readonly named: string;
  },
): Promise<Result[]> {
  const { blocks, seconds } = blocksAt(rate);
  const measured = new Map<string, Measured[]>(compared.map(({ name }) => [name, []]));
  for (const { name } of compared) {
    progress(`${rate}/s: warming up ${name} for ${warmUpSeconds} s`);
    await runBlock(clients.get(name)!, { rate, seconds: warmUpSeconds });
  }
  const bytesBefore = topicBytes(kafka.processes()['kafka'], kafka.prefix);
  for (let i = 0; i < blocks; i++) {
    for (const system of compared) {
      await pause(500);
      const one = await measure(system, clients.get(system.name)!, { rate, seconds });
      measured.get(system.name)!.push(one);
      const { latencies } = one.block;
      progress(
        `${rate}/s, block ${i + 1}, ${system.name}: p50 ${quantile(latencies, 0.5).toFixed(2)} ms, p99 ${quantile(latencies, 0.99).toFixed(2)} ms, lost ${one.block.lost}, failed ${sum(one.block.failures.values())}${[...one.block.failures.keys()].slice(0, 2).join('; ')}`,
      );
    }
  }
  const floor = measured.get('floor')!;
  const found = compared.flatMap(({ name }) =>
    judge(measured.get(name)!, floor, { name, case: `${rate}/s${named}`, target: named === '' ? TARGETS[name]?.[rate] : undefined }),
  );
  const events = sum((measured.get('kafka') ?? []).map(({ block }) => block.sent));
  if (events === 0) return found;
  for (const [topic, bytes] of Object.entries(topicBytes(kafka.processes()['kafka'], kafka.prefix))) {
    found.push(
      result({
        case: `${rate}/s${named}`,
        setting: 'kafka',
        metric: `bytes an event on ${topic}`,
        value: (bytes - (bytesBefore[topic] ?? 0)) / events,
        unit: 'B',
      }),
    );
  }
  return found;
}

async function measure(
  system: System,
  from: readonly Client[],
  { rate, seconds }: { readonly rate: number; readonly seconds: number },
): Promise<Measured> {
  const cpuNow = (): Record<string, number> => ({
    // One that ran before this has no pid here, and what it does is not told.
    ...Object.fromEntries(
      Object.entries(system.processes()).flatMap(([name, pid]) => (pid === undefined ? [] : [[name, cpuSecondsOf(pid)]])),
    ),
    // The listeners themselves, who are this process.
    load: ownCpuSeconds(),
  });
  const stepsBefore = await stepsOf(system.metricsUrls);
  const indexBefore = await indexSecondsOf(system.metricsUrls);
  const before = cpuNow();
  const fromUs = nowUs();
  const block = await runBlock(from, { rate, seconds });
  measuredAt.push({ fromUs, toUs: nowUs() });
  const after = cpuNow();
  const steps = new Map(meansBetween(stepsBefore, await stepsOf(system.metricsUrls)));
  const indexSeconds = (await indexSecondsOf(system.metricsUrls)) - indexBefore;
  const spent = Object.entries(after).map(([name, cpuSeconds]) => [name, cpuSeconds - (before[name] ?? 0)]);
  return { block, steps, indexSeconds, cpu: Object.fromEntries(spent) };
}

function judge(
  own: readonly Measured[],
  floor: readonly Measured[],
  { name, case: measuredCase, target }: { readonly name: string; readonly case: string; readonly target: Target | undefined },
): Result[] {
  const of = { case: measuredCase, setting: name };
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
  if (name !== 'floor') {
    const index = sum(own.map(({ indexSeconds }) => indexSeconds));
    out.push(result({ ...of, metric: 'CPU an event, index of the api (within the api)', value: (index / sent) * 1e6, unit: 'µs' }));
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
