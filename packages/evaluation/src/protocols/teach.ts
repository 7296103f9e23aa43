import type { Interactions } from '../data/interactions.ts';
import type { Recommender } from '../models/recommender.ts';
import type { Meter } from './meter.ts';

export interface Taught {
  /** When the last event was; null where the source knows no times. */
  readonly nowMs: number | null;
  readonly taught: { readonly items: Int32Array; has(item: number): boolean };
}

/** Teaches the chosen rows in the order of the stream, and lets the model settle. */
export function teach(model: Recommender, data: Interactions, chosen: (row: number) => boolean, meter: Meter): Taught {
  const { users, items, strengths, atMs, itemCount } = data;
  const isTaught = new Uint8Array(itemCount);
  let nowMs: number | null = null;
  for (let row = 0; row < users.length; row++) {
    if (!chosen(row)) continue;
    nowMs = atMs ? atMs[row]! : null;
    const item = items[row]!;
    isTaught[item] = 1;
    const start = performance.now();
    model.learn({ user: users[row]!, item, atMs: nowMs, strength: strengths[row]! });
    meter.learning(start);
  }
  const start = performance.now();
  model.settle?.();
  meter.settling(start);
  const taught = Int32Array.from(isTaught.keys()).filter((item) => isTaught[item] === 1);
  return { nowMs, taught: { items: taught, has: (item) => isTaught[item] === 1 } };
}
