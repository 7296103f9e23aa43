import type { OperatorView } from '@segue/core/events';

/** A trend is judged against what waited this long ago. */
const LOOK_BACK_MS = 20_000;
/** Less than this waits wherever events come in. */
const NOTHING = 50;
/** But not for so long: even few that wait longer, and ever longer, are a learner that does not come on. */
const LONG_S = 5;

const LAG = /^segue_lag_(events|seconds)\{partition="(\d+)",topic="([a-z-]+)"\}$/;

interface Waiting {
  readonly events: number;
  readonly seconds: number;
}

/** What waits to be learnt by partition, and whether it grows. */
export class LagTrends {
  readonly #seen: { readonly atMs: number; readonly waiting: ReadonlyMap<string, Waiting> }[] = [];

  add(values: Readonly<Record<string, number>>, nowMs: number): void {
    const waiting = new Map<string, Waiting>();
    for (const [series, value] of Object.entries(values)) {
      const [, unit = '', partition, topic] = LAG.exec(series) ?? [];
      if (!partition || !topic) continue;
      const key = `${topic}/${partition}`;
      waiting.set(key, { ...(waiting.get(key) ?? { events: 0, seconds: 0 }), [unit]: Math.max(0, value) });
    }
    this.#seen.push({ atMs: nowMs, waiting });
    while (this.#seen.length > 1 && this.#seen[0]!.atMs < nowMs - LOOK_BACK_MS) this.#seen.shift();
  }

  now(): OperatorView['lag'] {
    const last = this.#seen.at(-1)?.waiting ?? new Map<string, Waiting>();
    return [...last]
      .map(([key, now]) => {
        const [topic = '', partition = '0'] = key.split('/');
        const before = this.#seen[0]?.waiting.get(key) ?? now;
        return { topic, partition: Number(partition), ...now, trend: trendOf(before, now) };
      })
      .sort((a, b) => a.partition - b.partition);
  }
}

function trendOf(before: Waiting, now: Waiting): OperatorView['lag'][number]['trend'] {
  if (now.events > NOTHING && now.events > before.events * 1.2) return 'rising';
  if (now.events >= before.events && now.seconds > LONG_S && now.seconds > before.seconds) return 'rising';
  return before.events > NOTHING && now.events < before.events ? 'draining' : 'steady';
}
