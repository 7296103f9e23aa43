import { Chance, drawFrom, type Posterior } from '../rankers/index.ts';
import { FIRST, slateRowOf } from './row-features.ts';
import type { Scorer } from './score.ts';

/** Of the rows that could be drawn so many are looked at, by chance; each costs an explanation. */
const SHORTLIST = 12;
/** Draws of what might be true that one list looks at. One of their winners is taken. */
const DRAWS = 16;
/** Draws that a belief is made of: they cost more than to look one up. */
const DRAWN = 256;
/** The share that is drawn evenly whatever is believed: every row has a chance, so that any policy can be judged from the log. */
const EVENLY = 0.2;

/** What is believed of what gets heard out, as draws of the coefficients that may be true. */
export interface Belief {
  readonly draws: readonly Float64Array[];
}

export function beliefOf(posterior: Posterior, seed: number): Belief {
  const chance = new Chance(seed);
  return { draws: Array.from({ length: DRAWN }, () => drawFrom(posterior, chance)) };
}

export interface Drawn {
  readonly row: number;
  readonly propensity: number;
}

/**
 * Thompson sampling: what might be true is drawn from what is believed, and the row that would then be best is taken, so
 * that a row is tried as often as it may be the best. The propensity is exact for what was looked at: of the winners of
 * `DRAWS` draws one is taken, so a row's chance is the share of them that it won. Each draw looks at rows of its own: what
 * the last one left is the worse part of what it looked at, and no fair sample.
 *
 * @returns draws one row after the other, each once; null when none is left.
 */
export function createThompson(
  rows: readonly number[],
  {
    scorer,
    belief,
    shownBefore,
    chance: seed,
  }: {
    readonly scorer: Scorer;
    readonly belief: Belief;
    /** How often a row was seen and not played. */
    readonly shownBefore: (row: number) => number;
    readonly chance: number;
  },
): () => Drawn | null {
  const chance = new Chance(seed);
  const open = [...rows];
  const draws = Array.from({ length: DRAWS }, () => belief.draws[chance.below(belief.draws.length)]!);
  return () => {
    if (open.length === 0) return null;
    const left = Math.min(SHORTLIST, open.length);
    toFront(open, left, chance);
    const features = Array.from({ length: left }, (_, at) =>
      slateRowOf(scorer.explain(open[at]!), { ...FIRST, shownBefore: shownBefore(open[at]!) }),
    );
    const wins = new Float64Array(left);
    for (const coefficients of draws) wins[bestOf(features, coefficients)]!++;
    const shareOf = (at: number) => EVENLY / left + ((1 - EVENLY) * wins[at]!) / DRAWS;
    let at = 0;
    for (let sum = chance.next() - shareOf(0); sum >= 0 && at < left - 1; sum -= shareOf(at)) at++;
    // What was looked at is itself a draw of what is open.
    const propensity = shareOf(at) * (left / open.length);
    const row = open[at]!;
    open[at] = open.at(-1)!;
    open.length--;
    return { row, propensity };
  };
}

function bestOf(features: readonly Float64Array[], coefficients: Float64Array): number {
  let best = 0;
  let most = Number.NEGATIVE_INFINITY;
  for (let at = 0; at < features.length; at++) {
    const row = features[at]!;
    let sum = 0;
    for (let column = 0; column < row.length; column++) sum += coefficients[column]! * row[column]!;
    if (sum > most) {
      most = sum;
      best = at;
    }
  }
  return best;
}

/** Brings so many, drawn evenly, to the front. */
function toFront(rows: number[], count: number, chance: Chance): void {
  for (let i = 0; i < count; i++) {
    const j = i + chance.below(rows.length - i);
    const kept = rows[i]!;
    rows[i] = rows[j]!;
    rows[j] = kept;
  }
}
