import type { InstanceFigures } from '@segue/following';

export const CELL_MS = 5_000;
export const KEPT_MS = 60 * 60_000;
/** What was counted before somebody looked belongs to no cell: only an instance that is this young is taken whole. */
const YOUNG_MS = 10_000;

/** What was counted in one span of time: counts by bucket by `step/origin/delayed`. */
export interface Cell {
  readonly atMs: number;
  readonly steps: Map<string, number[]>;
}

interface KeptCell extends Cell {
  /** What each counter has grown by, by series. */
  readonly counters: Map<string, number>;
}

/** Turns what instances have counted since they started into what was counted when, an hour back. */
export class FiguresHistory {
  readonly #cellMs: number;
  readonly #last = new Map<string, InstanceFigures>();
  readonly #cells: KeptCell[] = [];

  constructor({ cellMs = CELL_MS }: { readonly cellMs?: number } = {}) {
    this.#cellMs = cellMs;
  }

  add(key: string, figures: InstanceFigures, nowMs: number): void {
    const before = this.#last.get(key);
    this.#last.set(key, figures);
    const same = before?.startedAtMs === figures.startedAtMs;
    if (!same && figures.atMs - figures.startedAtMs > YOUNG_MS) return;
    const cell = this.#cellAt(nowMs);
    const counted = new Map(same ? before.steps.map((step) => [keyOf(step), step.counts]) : []);
    for (const step of figures.steps) {
      const old = counted.get(keyOf(step));
      addTo(
        cell.steps,
        keyOf(step),
        step.counts.map((count, i) => Math.max(0, count - (old?.[i] ?? 0))),
      );
    }
    for (const [series, value] of Object.entries(figures.values)) {
      if (!/_total(\{|$)/.test(series)) continue;
      const grown = Math.max(0, value - (same ? (before.values[series] ?? 0) : 0));
      cell.counters.set(series, (cell.counters.get(series) ?? 0) + grown);
    }
  }

  forget(key: string): void {
    this.#last.delete(key);
  }

  /** The last `windowMs` in cells of `cellMs`, a multiple of what is kept, oldest first, those without anything too. */
  cells(nowMs: number, windowMs: number, cellMs = this.#cellMs): Cell[] {
    const first = Math.floor((nowMs - windowMs) / cellMs) * cellMs + cellMs;
    const cells = Array.from({ length: windowMs / cellMs }, (_, i): Cell => ({ atMs: first + i * cellMs, steps: new Map() }));
    for (const cell of this.#cells) {
      const into = cells[Math.floor((cell.atMs - first) / cellMs)];
      if (!into) continue;
      for (const [key, counts] of cell.steps) addTo(into.steps, key, counts);
    }
    return cells;
  }

  /** What each counter has grown by in the last `windowMs`. */
  counters(nowMs: number, windowMs: number): ReadonlyMap<string, number> {
    const sum = new Map<string, number>();
    for (const { atMs, counters } of this.#cells) {
      if (atMs <= nowMs - windowMs) continue;
      for (const [series, grown] of counters) sum.set(series, (sum.get(series) ?? 0) + grown);
    }
    return sum;
  }

  #cellAt(nowMs: number): KeptCell {
    const atMs = Math.floor(nowMs / this.#cellMs) * this.#cellMs;
    // A clock that went back leaves cells that have not been yet: they are not of this hour.
    while (this.#cells.length > 0 && this.#cells.at(-1)!.atMs > atMs + this.#cellMs) this.#cells.pop();
    const last = this.#cells.at(-1);
    if (last && last.atMs >= atMs) return last;
    const cell: KeptCell = { atMs, steps: new Map(), counters: new Map() };
    this.#cells.push(cell);
    while (this.#cells[0]!.atMs < atMs - KEPT_MS) this.#cells.shift();
    return cell;
  }
}

const keyOf = ({ step, origin, delayed }: { readonly step: string; readonly origin: string; readonly delayed: boolean }) =>
  `${step}/${origin}/${delayed}`;

function addTo(steps: Map<string, number[]>, key: string, counts: readonly number[]): void {
  const into = steps.get(key);
  if (!into) {
    steps.set(key, [...counts]);
    return;
  }
  for (let i = 0; i < counts.length; i++) into[i] = (into[i] ?? 0) + (counts[i] ?? 0);
}

/** Counts of one series over cells, summed. */
export function countsOf(cells: readonly Cell[], step: string, origin: string, delayed: boolean): number[] {
  const sum: number[] = [];
  for (const { steps } of cells)
    for (const [i, count] of (steps.get(`${step}/${origin}/${delayed}`) ?? []).entries()) sum[i] = (sum[i] ?? 0) + count;
  return sum;
}
