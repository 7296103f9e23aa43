import type { OperatorView, Origin } from '@segue/core/events';
import type { InstanceFigures } from '@segue/following';
import { quantileOf } from '@segue/telemetry';
import { type Cell, countsOf, FiguresHistory, KEPT_MS } from './history.ts';

const CELL_MS = 60_000;
/** The cell under way and the one before it are now; all others are the hour that they are held against. */
const NOW_CELLS = 2;
const ENOUGH_NOW = 20;
const ENOUGH_BEFORE = 100;
/** Below this much above its hour, and for less than a millisecond, nobody would notice. */
const UNUSUAL_TIMES = 1.5;
const UNUSUAL_MS = 1;

/** What each instance took for each step in the last hour, to tell which of them is not as it was. */
export class OwnHours {
  readonly #by = new Map<string, { readonly service: string; readonly instance: string; readonly history: FiguresHistory }>();

  add(key: string, figures: InstanceFigures, nowMs: number): void {
    const { service, instance } = figures;
    const own = this.#by.get(key) ?? { service, instance, history: new FiguresHistory({ cellMs: CELL_MS }) };
    this.#by.set(key, own);
    own.history.add(key, figures, nowMs);
  }

  forget(key: string): void {
    this.#by.delete(key);
  }

  /** The step that stands most above its own hour, by the middle of its gestures; null where none does. */
  unusual(steps: readonly string[], origin: Origin, nowMs: number): OperatorView['unusual'] {
    let most: OperatorView['unusual'] = null;
    for (const { service, instance, history } of this.#by.values()) {
      const cells = history.cells(nowMs, KEPT_MS);
      for (const step of steps) {
        const times = timesItsHour(cells, step, origin);
        if (times !== null && times > (most?.times ?? 0)) most = { step, service, instance, times };
      }
    }
    return most;
  }
}

function timesItsHour(cells: readonly Cell[], step: string, origin: Origin): number | null {
  const now = countsOf(cells.slice(-NOW_CELLS), step, origin, false);
  const before = countsOf(cells.slice(0, -NOW_CELLS), step, origin, false);
  if (total(now) < ENOUGH_NOW || total(before) < ENOUGH_BEFORE) return null;
  const [isMs, wasMs] = [quantileOf(now, 0.5) ?? 0, quantileOf(before, 0.5) ?? 0];
  return wasMs > 0 && isMs >= wasMs * UNUSUAL_TIMES && isMs - wasMs >= UNUSUAL_MS ? isMs / wasMs : null;
}

const total = (counts: readonly number[]): number => counts.reduce((sum, count) => sum + count, 0);
