import type { Metrics } from './metrics.ts';

/** One histogram series of `segue_step_seconds`: counts by bucket, the last for what is longer than the last bound. */
export interface StepFigures {
  readonly step: string;
  readonly origin: string;
  /** Held back, sent again or painted while hidden. */
  readonly delayed: boolean;
  readonly counts: readonly number[];
}

/** All that one process counts, since it started: what the dashboard of any instance is made from. */
export interface Figures {
  readonly service: string;
  readonly instance: string;
  /** The process's clock, ms since 1970. After a restart `startedAtMs` differs, and counts begin at 0. */
  readonly startedAtMs: number;
  readonly atMs: number;
  readonly steps: readonly StepFigures[];
  /** Counters and gauges by name, in the form `name{label="value"}`. */
  readonly values: Readonly<Record<string, number>>;
}

interface Sample {
  readonly value: number;
  readonly labels: Readonly<Record<string, string | number>>;
  readonly metricName?: string;
}

/** The numbers of `/metrics`, as numbers. */
export async function figuresOf(
  metrics: Metrics,
  { startedAtMs, atMs }: { readonly startedAtMs: number; readonly atMs: number },
): Promise<Figures> {
  const steps = new Map<string, { step: string; origin: string; delayed: boolean; cumulative: number[] }>();
  const values: Record<string, number> = {};
  for (const { name, values: samples } of await metrics.registry.getMetricsAsJSON()) {
    if (!name.startsWith('segue_')) continue;
    for (const { value, labels, metricName } of samples as readonly Sample[]) {
      if (name !== 'segue_step_seconds') {
        const own = Object.entries(labels).filter(([label]) => label !== 'service' && label !== 'instance');
        values[seriesOf(name, own)] = value;
      } else if (metricName?.endsWith('_bucket')) {
        const [step, origin, delayed] = [String(labels['step']), String(labels['origin']), labels['delayed'] === 'true'];
        const key = `${step}/${origin}/${delayed}`;
        const known = steps.get(key) ?? { step, origin, delayed, cumulative: [] };
        steps.set(key, known);
        known.cumulative.push(value);
      }
    }
  }
  return {
    service: metrics.service,
    instance: metrics.instance,
    startedAtMs,
    atMs,
    steps: [...steps.values()].map(({ cumulative, ...of }) => ({
      ...of,
      counts: cumulative.map((count, i) => count - (i === 0 ? 0 : (cumulative[i - 1] ?? 0))),
    })),
    values,
  };
}

/** `name{label="value",…}`, labels in the order of their names. */
export function seriesOf(name: string, labels: readonly (readonly [string, string | number])[]): string {
  const sorted = [...labels].sort(([a], [b]) => (a < b ? -1 : 1));
  return sorted.length === 0 ? name : `${name}{${sorted.map(([label, value]) => `${label}="${value}"`).join(',')}}`;
}
