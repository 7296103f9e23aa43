import type { OperatorView } from '@segue/core/events';

/** A trend is judged against what waited this long ago. */
const LOOK_BACK_MS = 20_000;
/** Less than this waits wherever events come in. */
const NOTHING = 50;

const LAG = /^segue_lag_(events|seconds)\{partition="(\d+)",topic="([a-z-]+)"\}$/;

/** What waits to be learnt by partition, and whether it grows. */
export class LagTrends {
  readonly #seen: { readonly atMs: number; readonly waiting: ReadonlyMap<string, number> }[] = [];
  #seconds: ReadonlyMap<string, number> = new Map();

  add(values: Readonly<Record<string, number>>, nowMs: number): void {
    const waiting = new Map<string, number>();
    const seconds = new Map<string, number>();
    for (const [series, value] of Object.entries(values)) {
      const [, unit, partition, topic] = LAG.exec(series) ?? [];
      if (partition && topic) (unit === 'events' ? waiting : seconds).set(`${topic}/${partition}`, Math.max(0, value));
    }
    this.#seconds = seconds;
    this.#seen.push({ atMs: nowMs, waiting });
    while (this.#seen.length > 1 && this.#seen[0]!.atMs < nowMs - LOOK_BACK_MS) this.#seen.shift();
  }

  now(): OperatorView['lag'] {
    const last = this.#seen.at(-1)?.waiting ?? new Map<string, number>();
    return [...last]
      .map(([key, events]) => {
        const [topic = '', partition = '0'] = key.split('/');
        const before = this.#seen[0]?.waiting.get(key) ?? events;
        const trend = events > NOTHING && events > before * 1.2 ? 'rising' : before > NOTHING && events < before ? 'draining' : 'steady';
        return { topic, partition: Number(partition), events, seconds: this.#seconds.get(key) ?? 0, trend } as const;
      })
      .sort((a, b) => a.partition - b.partition);
  }
}
