import { BUCKETS } from './buckets.ts';

interface Series {
  readonly step: string;
  readonly origin: string;
  readonly delayed: 'true' | 'false';
  /** By bucket; the last for what is longer than the last bound. */
  readonly counts: Float64Array;
  seconds: number;
}

interface Sample {
  readonly metricName: string;
  readonly labels: Readonly<Record<string, string | number>>;
  readonly value: number;
}

/**
 * `segue_step_seconds`, as a registry of prom-client takes it. Its own histogram sorts and joins the labels at each
 * observation, of which one gesture makes eight.
 */
export class StepHistogram {
  readonly name = 'segue_step_seconds';
  readonly help = 'How long each step of the loop takes, from gesture to painted list.';
  readonly type = 'histogram';
  readonly #series = new Map<string, Map<string, [Series | null, Series | null]>>();

  observe(step: string, origin: string, delayed: boolean, tookMs: number): void {
    const seconds = Math.max(0, tookMs) / 1000;
    if (!Number.isFinite(seconds)) throw new TypeError(`step ${step} took ${tookMs} ms, which is no number`);
    const series = this.#of(step, origin, delayed);
    let bucket = 0;
    while (bucket < BUCKETS.length && seconds > BUCKETS[bucket]!) bucket++;
    series.counts[bucket]!++;
    series.seconds += seconds;
  }

  async get() {
    const values = [...this.#series.values()].flatMap((origins) =>
      [...origins.values()].flatMap((pair) => pair.flatMap((series) => (series ? samplesOf(this.name, series) : []))),
    );
    return { name: this.name, help: this.help, type: this.type, values, aggregator: 'sum' };
  }

  reset(): void {
    this.#series.clear();
  }

  #of(step: string, origin: string, delayed: boolean): Series {
    let origins = this.#series.get(step);
    if (!origins) {
      origins = new Map();
      this.#series.set(step, origins);
    }
    let pair = origins.get(origin);
    if (!pair) {
      pair = [null, null];
      origins.set(origin, pair);
    }
    const at = delayed ? 1 : 0;
    pair[at] ??= { step, origin, delayed: delayed ? 'true' : 'false', counts: new Float64Array(BUCKETS.length + 1), seconds: 0 };
    return pair[at];
  }
}

/** Buckets are cumulative where they are told. */
function samplesOf(name: string, { step, origin, delayed, counts, seconds }: Series): Sample[] {
  const labels = { step, origin, delayed };
  let count = 0;
  const buckets = Array.from(counts, (own, i): Sample => {
    count += own;
    return { metricName: `${name}_bucket`, labels: { le: BUCKETS[i] ?? '+Inf', ...labels }, value: count };
  });
  return [...buckets, { metricName: `${name}_sum`, labels, value: seconds }, { metricName: `${name}_count`, labels, value: count }];
}
