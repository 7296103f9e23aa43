import type { SlateRow } from '@segue/core/events';

/** A different genre weighs more than any difference in pulse or energy. */
const GENRE_WEIGHT = 2;
const TEMPO_SPAN_BPM = 100;

/**
 * `count` rows whose kinds lie far apart: each time the row furthest from those chosen, and from the list's first, which is
 * offered by Play already.
 */
export function farApart(rows: readonly SlateRow[], count: number): readonly SlateRow[] {
  const [first, ...rest] = rows;
  if (!first) return [];
  const chosen = [first];
  while (chosen.length <= count) {
    let best: SlateRow | undefined;
    let furthest = 0;
    for (const row of rest) {
      const nearest = Math.min(...chosen.map((other) => distance(row, other)));
      if (nearest > furthest) [best, furthest] = [row, nearest];
    }
    if (!best) break;
    chosen.push(best);
  }
  return chosen.slice(1);
}

function distance({ track: a }: SlateRow, { track: b }: SlateRow): number {
  if (a.trackId === b.trackId) return 0;
  return (a.genre === b.genre ? 0 : GENRE_WEIGHT) + Math.abs(a.energy - b.energy) + Math.abs(a.tempoBpm - b.tempoBpm) / TEMPO_SPAN_BPM;
}
