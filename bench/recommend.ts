/**
 * Recommending from 100,000 tracks after as many updates of their vectors, and while they go on changing: as the app would
 * choose by measurement, and by the graph, both against a plain scan of all.
 * `npm run bench -- recommend [--quick] [--json] [--tracks 100000] [--listeners 3000] [--updates 100000]`
 */
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { DIMENSIONS, freshTrackState, ModelView, type Vector } from '@segue/core/model';
import { cardOf, NEAREST, placeOf, rankSlate } from '@segue/core/ranking';
import { type IndexState, type Method, openNearest, recallOf, scanPlainly } from '@segue/nearest';
import { build } from 'esbuild';
import { root } from '../scripts/lib/root.mjs';
import { makeScratch } from '../scripts/lib/scratch.mjs';
import { pause, progress } from './lib/progress.ts';
import { type Result, report, result } from './lib/results.ts';
import { median, quantile } from './lib/stats.ts';
import { teach } from './lib/taught.ts';
import { mainThreadCpuMs } from './lib/thread-cpu.ts';

const { values: options } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    quick: { type: 'boolean', default: false },
    tracks: { type: 'string', default: '100000' },
    listeners: { type: 'string' },
    searches: { type: 'string' },
    updates: { type: 'string' },
    'updates-per-second': { type: 'string', default: '300' },
  },
});
const tracks = Number(options.tracks);
const listeners = Number(options.listeners ?? (options.quick ? 500 : 3_000));
const searches = Number(options.searches ?? (options.quick ? 500 : 5_000));
const updates = Number(options.updates ?? (options.quick ? tracks / 10 : tracks));
const updatesPerSecond = Number(options['updates-per-second']);
/** Searches a second: a listener's gesture each. */
const PER_SECOND = 200;
/** Lists before what is counted. */
const WARM_UP = 200;
/** Of the way to the listener: several lessons at once, since a track is published at most once a second. */
const STEP = 0.05;

const scratch = makeScratch('bench-recommend');
progress(`Teaching ${listeners} simulated listeners on ${tracks} tracks …`);
const taught = await teach({ tracks, listeners, folder: scratch.path });
const { model, tastes } = taught;
const workerUrl = await bundledWorker();
const results: Result[] = [];
/** Of the moved states: each is newer than what was learnt. */
let version = 1_000_000;

const asked = tastes.map(({ state }) => placeOf(state, model));
const noise = gaussianOf(model);
const noisePlaces = tastes.map((_, i) => gaussian(i + 1));
for (const method of [null, 'graph'] as const) {
  await measure(method ? 'learnt vectors, graph' : 'learnt vectors', { of: model, places: asked, method, hasTarget: true });
  await measure(method ? 'gaussian vectors, graph' : 'gaussian vectors', { of: noise, places: noisePlaces, method, hasTarget: false });
}

report({
  bench: 'recommend',
  versions: { tracks: String(tracks), dimensions: String(DIMENSIONS) },
  results,
  quick: options.quick,
  json: options.json,
});
await taught.close();
scratch.remove();
process.exit(0);

interface Measured {
  readonly of: ModelView;
  readonly places: readonly Vector[];
  /** Null: as the app would choose. */
  readonly method: Method | null;
  readonly hasTarget: boolean;
}

async function measure(setting: string, { of, places, method, hasTarget }: Measured): Promise<void> {
  progress(`${setting} …`);
  const problems: unknown[] = [];
  const rssBefore = process.memoryUsage().rss;
  const nearest = openNearest({ model: of, workerUrl, onProblem: (cause) => problems.push(cause), ...(method && { method }) });
  /** As the app asks; null where it would look for itself. */
  const search = (place: Vector) => nearest.search(place, NEAREST);
  const startMs = performance.now();
  for (search(places[0]!); isGettingReady(nearest.state()); await pause(50)) if (problems.length > 0) throw problems[0];
  const built = (performance.now() - startMs) / 1000;
  const movedMs = await moveAll(of, places);
  const updating = keepMoving(of, places);
  await pause(500);
  const loop = monitorEventLoopDelay({ resolution: 1 });
  const busyBefore = nearest.state()?.busySeconds ?? 0;
  const searchMs: number[] = [];
  const wholeMs: number[] = [];
  const turnCpuMs: number[] = [];
  const recalls: number[] = [];
  const recommendOnce = async (i: number): Promise<void> => {
    const place = places[i % places.length]!;
    const askedMs = performance.now();
    const answer = search(place);
    const rows = answer ? await answer : of.nearest(place, NEAREST);
    searchMs.push(performance.now() - askedMs);
    const taste = tastes[i % tastes.length]!;
    const cpuBefore = mainThreadCpuMs();
    rankSlate({ model: of, taste, pending: [], nowMs: Date.now(), size: 20, seed: 1, cardOf: card, neighbours: rows });
    turnCpuMs.push(mainThreadCpuMs() - cpuBefore);
    wholeMs.push(performance.now() - askedMs);
    await pause(1_000 / PER_SECOND);
  };
  // The first lists of a process go through the whole catalogue, and through code that is not compiled yet.
  for (let i = 0; i < WARM_UP; i++) await recommendOnce(i);
  const [firstMs] = wholeMs;
  for (const times of [searchMs, wholeMs, turnCpuMs]) times.length = 0;
  const threadBefore = mainThreadCpuMs();
  loop.enable();
  for (let i = 0; i < searches; i++) await recommendOnce(WARM_UP + i);
  loop.disable();
  const threadMs = mainThreadCpuMs() - threadBefore;
  const busySeconds = (nearest.state()?.busySeconds ?? 0) - busyBefore;
  // Recall while vectors go on moving, and apart from the times: the plain scan blocks the loop.
  for (let i = 0; i < searches / 4; i++) {
    const place = places[(i * 37) % places.length]!;
    const found = (await search(place)) ?? of.nearest(place, NEAREST);
    const recall = recallOf(of.matrix, place, scanPlainly(of.matrix, of.size, place, 10), found);
    if (recall !== null) recalls.push(recall);
    await pause(1);
  }
  const state = nearest.state();
  const rss = process.memoryUsage().rss;
  updating.stop();
  const plainMs = median(places.slice(0, 50).map((place) => timed(() => scanPlainly(of.matrix, of.size, place, NEAREST))));
  const row = { case: `${tracks} tracks`, setting: `${setting} (${state?.method ?? 'scan, where it is ranked'})` };
  const target = (metric: string, value: number, unit: string, isMet: boolean, words: string) =>
    result({ ...row, metric, value, unit, ...(hasTarget ? { target: words, met: isMet } : {}) });
  const [searchP99, wholeP99] = [quantile(searchMs, 0.99), quantile(wholeMs, 0.99)];
  const recall = recalls.reduce((sum, value) => sum + value, 0) / recalls.length;
  const blockedMs = loop.max / 1e6;
  results.push(
    result({ ...row, metric: 'search, p50', value: quantile(searchMs, 0.5), unit: 'ms', reference: plainMs }),
    target('search, p99', searchP99, 'ms', searchP99 < 1, 'under 1'),
    result({ ...row, metric: 'search and rank, p50', value: quantile(wholeMs, 0.5), unit: 'ms' }),
    target('search and rank, p99', wholeP99, 'ms', wholeP99 <= 5, 'at most 5'),
    target(`recall@10 after ${updates} updates`, recall, '', recall >= 0.99, 'at least 0.99'),
    result({ ...row, metric: 'recall@10 as the index measures itself', value: state?.recallAt10 ?? Number.NaN, unit: '' }),
    result({ ...row, metric: 'search and rank, the first of the process', value: firstMs ?? Number.NaN, unit: 'ms' }),
    target('loop blocked, longest', blockedMs, 'ms', blockedMs <= 10, 'at most 10'),
    result({ ...row, metric: 'CPU of the loop to rank, p99', value: quantile(turnCpuMs, 0.99), unit: 'ms' }),
    result({ ...row, metric: 'CPU of the loop to rank, most', value: Math.max(...turnCpuMs), unit: 'ms' }),
    result({ ...row, metric: 'CPU of the loop a search, rank and updates included', value: threadMs / searches, unit: 'ms' }),
    result({ ...row, metric: 'vectors moved a second, before', value: (updates / movedMs) * 1_000, unit: '1/s' }),
    result({ ...row, metric: 'vectors moved a second, meanwhile', value: updating.perSecond(), unit: '1/s' }),
    result({ ...row, metric: 'moved and not yet put anew', value: state?.waiting ?? 0, unit: 'tracks' }),
    result({ ...row, metric: 'a scan, as measured for the choice', value: state?.scanMs ?? Number.NaN, unit: 'ms' }),
    result({ ...row, metric: 'a search of the graph, as measured for the choice', value: state?.graphMs ?? Number.NaN, unit: 'ms' }),
    result({ ...row, metric: 'ready in', value: built, unit: 's' }),
    result({ ...row, metric: 'vectors, shared by all threads', value: (of.size * DIMENSIONS * 4) / 2 ** 20, unit: 'MiB' }),
    result({ ...row, metric: 'memory of the process, more than before', value: (rss - rssBefore) / 2 ** 20, unit: 'MiB' }),
    result({ ...row, metric: 'thread CPU a search, updates included', value: (busySeconds / searches) * 1e6, unit: 'µs' }),
  );
  await nearest.stop();
}

/** Null: it is for whoever ranks, and nothing has to get ready. */
function isGettingReady(state: IndexState | null): boolean {
  return state !== null && (state.method === null || (state.method === 'scan' && state.wantsMoves));
}

/** All the updates that come before anything is measured, as fast as they go; resolves to the ms that they took. */
async function moveAll(moved: ModelView, places: readonly Vector[]): Promise<number> {
  const startMs = performance.now();
  for (let count = 0; count < updates; count++) {
    moveOne(moved, places[count % places.length]!);
    if (count % 200 === 0) await pause(1);
  }
  return performance.now() - startMs;
}

/** Moves random tracks' vectors a step towards a listener, as what is published does. */
function keepMoving(moved: ModelView, places: readonly Vector[]): { stop(): void; perSecond(): number } {
  let count = 0;
  const startMs = performance.now();
  const timer = setInterval(() => {
    const due = Math.floor(((performance.now() - startMs) / 1000) * updatesPerSecond);
    for (; count < due; count++) moveOne(moved, places[count % places.length]!);
  }, 10);
  return { stop: () => clearInterval(timer), perSecond: () => count / ((performance.now() - startMs) / 1000) };
}

function moveOne(moved: ModelView, towards: Vector): void {
  const row = Math.floor(Math.random() * moved.size);
  const vector = moved.vectorOf(moved.trackAt(row).id)!.map((value, i) => value + (towards[i]! - value) * STEP);
  moved.apply(moved.trackAt(row).id, {
    ...freshTrackState(vector),
    people: { value: 1, atMs: 0 },
    version: version++,
  });
}

function timed(work: () => void): number {
  const startMs = performance.now();
  work();
  return performance.now() - startMs;
}

/** The same tracks with vectors of noise. */
function gaussianOf(of: ModelView): ModelView {
  const out = new ModelView();
  out.setTracks(of.tracks(), []);
  for (let row = 0; row < out.size; row++) out.matrix.set(gaussian(row + 7_000_000), row * DIMENSIONS);
  return out;
}

/** A vector of normal values (Box and Muller 1958), the same for the same seed. */
function gaussian(seed: number): Vector {
  let state = seed * 2_654_435_761;
  const next = () => {
    state = (Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) + 0x6d2b79f5) | 0;
    return ((state >>> 0) + 0.5) / 2 ** 32;
  };
  return Float32Array.from({ length: DIMENSIONS }, () => Math.sqrt(-2 * Math.log(next())) * Math.cos(2 * Math.PI * next()) * 0.2);
}

function card(track: Parameters<typeof cardOf>[0]) {
  return cardOf(track, { soundUrl: '', coverUrl: '' });
}

/** The index's thread as the apps have it. */
async function bundledWorker(): Promise<URL> {
  const outfile = join(root, 'packages', 'nearest', 'dist', 'worker-of-bench.js');
  await build({
    entryPoints: [fileURLToPath(import.meta.resolve('@segue/nearest/worker'))],
    outfile,
    bundle: true,
    format: 'esm',
    platform: 'node',
    external: ['hnswlib-node'],
    logLevel: 'silent',
  });
  return pathToFileURL(outfile);
}
