import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

/** The steps of the loop, in their order. See docs/ARCHITECTURE.md for where each begins and ends. */
export const STEPS = [
  'client_to_api',
  'append',
  'wait',
  'learn',
  'store',
  'notice',
  'rank',
  'push',
  'paint',
  'gesture_to_paint',
  'api_to_slate',
] as const;
export type Step = (typeof STEPS)[number];

/** Seconds; from a tenth of a millisecond to ten seconds, each about half as large again. */
const BUCKETS = [
  0.0001, 0.00015, 0.00025, 0.0004, 0.0006, 0.001, 0.0015, 0.0025, 0.004, 0.006, 0.01, 0.015, 0.025, 0.04, 0.06, 0.1, 0.15, 0.25, 0.4, 0.6,
  1, 1.5, 2.5, 4, 6, 10,
];

/** What one process measures. Labels are kinds and codes, never a listener, a title or a path (L14). */
export interface Metrics {
  readonly registry: Registry;
  /** Notes how long a step took. `delayed`: held back, sent again or painted while hidden, and so a series of its own. */
  step(step: Step, tookMs: number, origin: string, delayed?: boolean): void;
  count(name: CounterName, labels?: Readonly<Record<string, string>>, by?: number): void;
  gauge(name: GaugeName, value: number, labels?: Readonly<Record<string, string>>): void;
}

const COUNTERS = {
  segue_events_total: { help: 'Events by what became of them.', labels: ['outcome', 'origin'] },
  segue_answers_total: { help: 'Answers to gestures.', labels: ['status', 'code'] },
  segue_slates_pushed_total: { help: 'Slates pushed to sockets.', labels: [] },
  segue_slate_cache_total: { help: 'Slates asked for by pages, by whether a cached one served.', labels: ['result'] },
  segue_refused_rows_total: { help: 'Rows of an import or files of a folder that could not be taken.', labels: ['source'] },
} as const;
const GAUGES = {
  segue_sockets: { help: 'Open sockets.', labels: [] },
  segue_tracks: { help: 'Tracks in the catalogue.', labels: [] },
  segue_teaching: { help: 'How far the simulated history is taught, 0 to 1.', labels: [] },
  segue_part_up: { help: '1 while a part answers.', labels: ['part'] },
  segue_index_tracks: { help: 'Tracks that the index of the nearest has.', labels: [] },
  segue_index_waiting: { help: 'Tracks that have moved since the index took them.', labels: [] },
  segue_index_recall: { help: 'Of the ten best, the share that the index found, in sampled searches.', labels: [] },
  segue_index_busy_seconds: { help: 'CPU seconds that the index has worked.', labels: [] },
  segue_lag_events: { help: 'Records appended and not yet learnt.', labels: ['topic', 'partition'] },
} as const;
export type CounterName = keyof typeof COUNTERS;
export type GaugeName = keyof typeof GAUGES;

export function createMetrics({ service, instance }: { readonly service: string; readonly instance: string }): Metrics {
  const registry = new Registry();
  registry.setDefaultLabels({ service, instance });
  collectDefaultMetrics({ register: registry });
  const steps = new Histogram({
    name: 'segue_step_seconds',
    help: 'How long each step of the loop takes, from gesture to painted list.',
    labelNames: ['step', 'origin', 'delayed'],
    buckets: BUCKETS,
    registers: [registry],
  });
  const counters = mapped(
    COUNTERS,
    (name, { help, labels }) => new Counter({ name, help, labelNames: [...labels], registers: [registry] }),
  );
  const gauges = mapped(GAUGES, (name, { help, labels }) => new Gauge({ name, help, labelNames: [...labels], registers: [registry] }));
  return {
    registry,
    step: (step, tookMs, origin, delayed = false) => steps.observe({ step, origin, delayed: String(delayed) }, Math.max(0, tookMs) / 1000),
    count: (name, labels = {}, by = 1) => counters[name].inc(labels, by),
    gauge: (name, value, labels = {}) => gauges[name].set(labels, value),
  };
}

function mapped<K extends string, A, B>(from: Readonly<Record<K, A>>, make: (key: K, value: A) => B): Record<K, B> {
  return Object.fromEntries((Object.entries(from) as [K, A][]).map(([key, value]) => [key, make(key, value)])) as Record<K, B>;
}
