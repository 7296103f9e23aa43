import { expect, it } from 'vitest';
import { SIGNAL_GROUPS } from '../features/index.ts';
import { mix } from '../model/index.ts';
import { ROW_COLUMNS } from './row-features.ts';
import type { Scorer } from './score.ts';
import { createThompson } from './thompson.ts';

const ROWS = 30;
const RUNS = 40_000;

it('tells propensities that come true at each draw: a row’s draws by their inverses are how often it could be drawn', () => {
  // The higher its number, the more of a row is of what is believed to be heard out.
  const scorer = {
    explain: (row: number) => Float64Array.from(SIGNAL_GROUPS, (_, group) => (group === 0 ? (2 * row) / ROWS : 0)),
  } as unknown as Scorer;
  const belief = {
    draws: Array.from({ length: 256 }, (_, k) =>
      Float64Array.from({ length: SIGNAL_GROUPS.length + 5 }, (_, column) => (column === 0 ? 0.5 + (mix(k) % 1_000) / 1_000 : 0)),
    ),
  };
  const rows = Array.from({ length: ROWS }, (_, row) => row);
  const [first, second, open] = [0, 1, 2].map(() => new Float64Array(ROWS)) as [Float64Array, Float64Array, Float64Array];
  for (let run = 0; run < RUNS; run++) {
    const draw = createThompson(rows, { scorer, belief, shownBefore: () => 0, chance: mix(run * 7 + 3) });
    const [one, two] = [draw()!, draw()!];
    first[one.row]! += 1 / one.propensity;
    second[two.row]! += 1 / two.propensity;
    for (const row of rows) if (row !== one.row) open[row]!++;
  }
  for (const row of rows) {
    expect(first[row]! / RUNS, `row ${row}, first`).toBeCloseTo(1, 0);
    expect(Math.abs(second[row]! / open[row]! - 1), `row ${row}, second`).toBeLessThan(0.25);
  }
});

it('draws less of what was shown before, where that is believed to be turned away from', () => {
  const columns = ROW_COLUMNS.length;
  const seen = ROW_COLUMNS.indexOf('shown before');
  const scorer = { explain: () => new Float64Array(SIGNAL_GROUPS.length) } as unknown as Scorer;
  const belief = { draws: [Float64Array.from({ length: columns }, (_, column) => (column === seen ? -1 : 0))] };
  const shownBefore = (row: number) => (row === 7 ? 0 : 2);
  for (let run = 0; run < 20; run++) {
    const { row, propensity } = createThompson([5, 6, 7, 8], { scorer, belief, shownBefore, chance: mix(run) })()!;
    expect(propensity).toBeCloseTo(row === 7 ? 0.85 : 0.05, 9);
  }
});
