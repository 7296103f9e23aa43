import { type Figure, OPERATOR_BANDS_MS, type OperatorView, type OperatorWindow, ORIGINS, type OriginView } from '@segue/core/events';
import type { InstanceFigures } from '@segue/following';
import { BUCKETS, quantileOf } from '@segue/telemetry';
import { experimentsOf } from './experiments.ts';
import { type Cell, countsOf } from './history.ts';
import type { LagTrends } from './lag-trends.ts';
import type { OwnHours } from './own-hours.ts';
import type { Path } from './paths.ts';
import { playsOf } from './plays.ts';
import { rankersOf } from './rankers.ts';
import { mainOf, sentenceOf } from './sentence.ts';

/** An instance speaks every two seconds. */
export const SILENT_AFTER_MS = 7_000;
/** Fewer samples than these cannot have such a quantile. */
const ENOUGH = { p50: 1, p95: 20, p99: 100 } as const;
const PARTS = ['client_to_api', 'append', 'wait', 'learn', 'store', 'notice', 'rank', 'push', 'paint'] as const;
/** Points of a line and columns of the heat map. */
export const CELLS = 60;
const SHOWN_TRACKS = 5;
const ENOUGH_LISTENERS = 5;

export interface Heard {
  readonly figures: InstanceFigures;
  /** By the clock of who listens: an instance's own may be wrong. */
  readonly heardAtMs: number;
}

type Counters = ReadonlyMap<string, number>;
interface Grown {
  readonly window: Counters;
  readonly hour: Counters;
}

/** One screen, every figure of it from one moment. */
export function viewOf({
  cells,
  counters,
  windowSeconds,
  heard,
  kinds,
  hours,
  lag,
  titleOf,
  nowMs,
}: {
  /** Of the whole window, `CELLS` of them. */
  readonly cells: readonly Cell[];
  /** What each counter has grown by, in the window and in the last hour. */
  readonly counters: Grown;
  readonly windowSeconds: OperatorWindow;
  /** What the parts are: `{ log: 'Kafka', … }`. */
  readonly kinds: Readonly<Record<string, string>>;
  readonly hours: OwnHours;
  readonly heard: ReadonlyMap<string, Heard>;
  readonly lag: LagTrends;
  readonly titleOf: (track: string) => string | null;
  readonly nowMs: number;
}): OperatorView {
  const all = [...heard.values()];
  const instances = all
    .map(({ figures: { service, instance, down }, heardAtMs }) => {
      const heardMsAgo = Math.max(0, nowMs - heardAtMs);
      return { service, instance, heardMsAgo, silent: heardMsAgo > SILENT_AFTER_MS, down };
    })
    .sort((a, b) => (`${a.service}/${a.instance}` < `${b.service}/${b.instance}` ? -1 : 1));
  const paths = all.flatMap(({ figures }) => figures.paths);
  const origins = ORIGINS.map((origin) => originOf(origin, { cells, counters, windowSeconds, paths })).filter(
    ({ gestures, slate, painted }) => gestures + slate.n + painted.n > 0,
  );
  const main = mainOf(origins);
  const view = {
    atMs: nowMs,
    windowSeconds,
    instances,
    parts: Object.entries(kinds).map(([part, kind]) => ({
      part,
      kind,
      up: !instances.some((one) => !one.silent && one.down.includes(part)),
    })),
    origins,
    unusual: main ? hours.unusual(PARTS, main.origin, nowMs) : null,
    lag: lag.now(),
    cache: cacheOf(counters.window),
    // A gauge that was never set reads 0: without an index there is no recall.
    index: {
      recallAt10: (greatest(all, 'segue_index_tracks') ?? 0) > 0 ? greatest(all, 'segue_index_recall') : null,
      tracks: greatest(all, 'segue_tracks') ?? 0,
    },
    rankers: rankersOf(
      all.map(({ figures }) => figures.values),
      nowMs,
    ),
    experiments: experimentsOf(all.map(({ figures }) => figures.values)),
    sockets: all.reduce((sum, { figures }) => sum + (figures.values['segue_sockets'] ?? 0), 0),
    hot: hotOf(all, titleOf),
  };
  return { ...view, ...sentenceOf(view) };
}

export function figureOf(counts: readonly number[]): Figure {
  const n = counts.reduce((sum, count) => sum + count, 0);
  const at = (name: keyof typeof ENOUGH, share: number) => (n >= ENOUGH[name] ? quantileOf(counts, share) : null);
  return { n, p50: at('p50', 0.5), p95: at('p95', 0.95), p99: at('p99', 0.99) };
}

function originOf(
  origin: OriginView['origin'],
  {
    cells,
    counters,
    windowSeconds,
    paths,
  }: {
    readonly cells: readonly Cell[];
    readonly counters: Grown;
    readonly windowSeconds: number;
    readonly paths: readonly Path[];
  },
): OriginView {
  const figure = (step: string, delayed = false) => figureOf(countsOf(cells, step, origin, delayed));
  const painted = figure('gesture_to_paint');
  const slate = figure('api_to_slate');
  const parts = PARTS.map((step) => ({ step, figure: figure(step), estimate: step === 'client_to_api' })).filter(
    ({ figure: { n } }) => n > 0,
  );
  const whole = parts.reduce((sum, { figure: { p50 } }) => sum + (p50 ?? 0), 0);
  const shown = painted.n > 0 ? 'gesture_to_paint' : 'api_to_slate';
  const gestures = figure('append').n;
  return {
    origin,
    gestures,
    perSecond: gestures / windowSeconds,
    painted,
    delayed: figure('gesture_to_paint', true),
    slate,
    steps: parts.map((part) => ({ ...part, share: whole > 0 ? (part.figure.p50 ?? 0) / whole : 0 })),
    clockErrorMs: figure('clock_error').p50,
    path: nearestTo(
      painted.p50,
      paths.filter((path) => path.origin === origin),
    ),
    plays: { window: playsOf(counters.window, origin), hour: playsOf(counters.hour, origin) },
    history: cells.map((cell) => {
      const counts = countsOf([cell], shown, origin, false);
      const appended = countsOf([cell], 'append', origin, false).reduce((sum, count) => sum + count, 0);
      return { atMs: cell.atMs + (windowSeconds / CELLS) * 1_000, ...figureOf(counts), gestures: appended, bands: bandsOf(counts) };
    }),
  };
}

function nearestTo(middleMs: number | null, paths: readonly Path[]): OriginView['path'] {
  if (middleMs === null) return null;
  const [nearest] = [...paths].sort((a, b) => Math.abs(a.totalMs - middleMs) - Math.abs(b.totalMs - middleMs));
  if (!nearest) return null;
  const { atMs, totalMs, steps } = nearest;
  return { atMs, totalMs, steps };
}

function bandsOf(counts: readonly number[]): number[] {
  const bands = Array.from({ length: OPERATOR_BANDS_MS.length + 1 }, () => 0);
  counts.forEach((count, i) => {
    const upTo = (BUCKETS[i] ?? Number.POSITIVE_INFINITY) * 1_000;
    const band = OPERATOR_BANDS_MS.findIndex((bound) => upTo <= bound);
    bands[band < 0 ? OPERATOR_BANDS_MS.length : band]! += count;
  });
  return bands;
}

function cacheOf(counters: Counters): OperatorView['cache'] {
  const of = (result: string) => counters.get(`segue_slate_cache_total{result="${result}"}`) ?? 0;
  const hits = of('hit');
  return { hits, asked: hits + of('miss') };
}

function greatest(all: readonly Heard[], series: string): number | null {
  const values = all.flatMap(({ figures }) => figures.values[series] ?? []);
  return values.length > 0 ? Math.max(...values) : null;
}

function hotOf(all: readonly Heard[], titleOf: (track: string) => string | null): OperatorView['hot'] {
  const tracks = new Map<string, { gestures: number; listeners: number; simulated: boolean }>();
  const partitions = new Map<number, number>();
  let busiest: { readonly partition: number; readonly gestures: number } | null = null;
  for (const { heat } of all.map(({ figures }) => figures)) {
    for (const { track, gestures, listeners, simulated } of heat.tracks) {
      const sum = tracks.get(track) ?? { gestures: 0, listeners: 0, simulated: true };
      // The same listeners may be on several instances: the greatest of the counts is sure.
      tracks.set(track, {
        gestures: sum.gestures + gestures,
        listeners: Math.max(sum.listeners, listeners),
        simulated: sum.simulated && simulated,
      });
    }
    for (const [partition, gestures] of Object.entries(heat.partitions))
      partitions.set(Number(partition), (partitions.get(Number(partition)) ?? 0) + gestures);
    if (heat.listener && heat.listener.gestures > (busiest?.gestures ?? 0)) busiest = heat.listener;
  }
  const gestures = [...partitions.values()].reduce((sum, count) => sum + count, 0);
  const ofPartition = busiest ? (partitions.get(busiest.partition) ?? 0) : 0;
  return {
    gestures,
    tracks: [...tracks]
      .sort(([, a], [, b]) => b.gestures - a.gestures)
      .slice(0, SHOWN_TRACKS)
      .map(([track, { gestures: of, listeners, simulated }]) => ({
        title: simulated || listeners >= ENOUGH_LISTENERS ? titleOf(track) : null,
        gestures: of,
        simulated,
      })),
    partitions: [...partitions]
      .map(([partition, count]) => ({ partition, share: count / Math.max(1, gestures) }))
      .sort((a, b) => b.share - a.share),
    listener: busiest && ofPartition > 0 ? { partition: busiest.partition, share: Math.min(1, busiest.gestures / ofPartition) } : null,
  };
}
