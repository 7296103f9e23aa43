import { Counter, collectDefaultMetrics, Gauge, type Histogram, Registry } from 'prom-client';
import { StepHistogram } from './step-histogram.ts';

/** The steps of the loop, in their order. See docs/dashboard.md for where each begins and ends. */
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
  /** No step: how far off `push` may be, for two clocks are in it. */
  'clock_error',
] as const;
export type Step = (typeof STEPS)[number];

/** What one process measures. Labels are kinds and codes, never a listener, a title or a path (L14). */
export interface Metrics {
  readonly service: string;
  readonly instance: string;
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
  segue_list_plays_total: {
    help: 'Plays from a list by how they ended, and whether the row stood among the first five.',
    labels: ['end', 'rows', 'origin'],
  },
  segue_shadow_left_out_total: {
    help: 'Slates and events that rankers in shadow did not look at: too many waited, or a number was none.',
    labels: [],
  },
  segue_refused_rows_total: { help: 'Rows of an import or files of a folder that could not be taken.', labels: ['source'] },
} as const;
const GAUGES = {
  segue_sockets: { help: 'Open sockets.', labels: [] },
  segue_tracks: { help: 'Tracks in the catalogue.', labels: [] },
  segue_teaching: { help: 'How far the simulated history is taught, 0 to 1.', labels: [] },
  segue_part_up: { help: '1 while a part answers.', labels: ['part'] },
  segue_index_method: {
    help: '1 for how the thread of the nearest finds them; 0 for all where ranking looks for itself.',
    labels: ['method'],
  },
  segue_index_tracks: { help: 'Tracks that the index of the nearest has.', labels: [] },
  segue_index_waiting: { help: 'Tracks that have moved since the index took them.', labels: [] },
  segue_index_recall: { help: 'Of the ten best, the share that the index found, in sampled searches.', labels: [] },
  segue_index_busy_seconds: { help: 'CPU seconds that the index has worked.', labels: [] },
  segue_ranker_outcomes: { help: 'Outcomes in the window that rankers are compared over.', labels: ['ranker', 'origin'] },
  segue_ranker_log_loss: { help: 'Progressive log loss of a ranker over the window, nats.', labels: ['ranker', 'origin'] },
  segue_ranker_auc: { help: 'Progressive area under the ROC curve of a ranker over the window.', labels: ['ranker', 'origin'] },
  segue_ranker_last_outcome_seconds: { help: 'When rankers last learnt an outcome, seconds since 1970.', labels: ['origin'] },
  segue_experiment_listeners: { help: 'Listeners who have counted in an arm.', labels: ['experiment', 'how', 'ranker', 'arm', 'origin'] },
  segue_experiment_sum: { help: 'Sum over those listeners of their means.', labels: ['experiment', 'how', 'ranker', 'arm', 'origin'] },
  segue_experiment_squares: {
    help: 'Sum over those listeners of their squared means.',
    labels: ['experiment', 'how', 'ranker', 'arm', 'origin'],
  },
  segue_lag_events: { help: 'Records appended and not yet learnt.', labels: ['topic', 'partition'] },
  segue_lag_seconds: { help: 'How long the oldest of them has waited, to within two seconds.', labels: ['topic', 'partition'] },
} as const;
export type CounterName = keyof typeof COUNTERS;
export type GaugeName = keyof typeof GAUGES;

export function createMetrics({ service, instance }: { readonly service: string; readonly instance: string }): Metrics {
  const registry = new Registry();
  registry.setDefaultLabels({ service, instance });
  collectDefaultMetrics({ register: registry });
  const steps = new StepHistogram();
  // A registry asks no more of a metric than that one has; its type names prom-client's own classes only.
  registry.registerMetric(steps as unknown as Histogram);
  const counters = mapped(
    COUNTERS,
    (name, { help, labels }) => new Counter({ name, help, labelNames: [...labels], registers: [registry] }),
  );
  const gauges = mapped(GAUGES, (name, { help, labels }) => new Gauge({ name, help, labelNames: [...labels], registers: [registry] }));
  return {
    service,
    instance,
    registry,
    step: (step, tookMs, origin, delayed = false) => steps.observe(step, origin, delayed, tookMs),
    count: (name, labels = {}, by = 1) => counters[name].inc(labels, by),
    gauge: (name, value, labels = {}) => gauges[name].set(labels, value),
  };
}

function mapped<K extends string, A, B>(from: Readonly<Record<K, A>>, make: (key: K, value: A) => B): Record<K, B> {
  return Object.fromEntries((Object.entries(from) as [K, A][]).map(([key, value]) => [key, make(key, value)])) as Record<K, B>;
}
