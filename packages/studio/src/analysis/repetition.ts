import type { Score } from '../composer/score.ts';

/**
 * Bars at which the eight bars just heard begin again unchanged: the same parts with the same pitches on the same
 * steps. How hard and how exactly they are played is left out, so a mere change of touch does not count as one.
 */
export function unchangedReturns(score: Score, bars = 8): number[] {
  const written = Array.from({ length: score.bars }, () => [] as string[]);
  const step = score.barSeconds / 48;
  for (const { part, at, pitch } of score.notes) {
    // A note played a little before the bar belongs to it.
    const bar = Math.floor((at + score.barSeconds / 40) / score.barSeconds);
    const place = Math.round((at - bar * score.barSeconds) / step / 2);
    written[bar]?.push(`${part}:${place}:${pitch}`);
  }
  const lines = written.map((notes) => notes.sort().join(' '));
  const found: number[] = [];
  for (let from = bars; from + bars <= lines.length; from++) {
    let same = true;
    for (let i = 0; i < bars && same; i++) same = lines[from + i] === lines[from - bars + i];
    if (same) found.push(from);
  }
  return found;
}
