import { expect, it } from 'vitest';
import { SIGNAL_GROUPS } from '../features/index.ts';
import { mix } from '../model/index.ts';
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
    const draw = createThompson(rows, { scorer, belief, chance: mix(run * 7 + 3) });
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
