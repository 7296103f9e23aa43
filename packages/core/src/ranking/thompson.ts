import { Chance, drawFrom, type Posterior } from '../rankers/index.ts';
import { slateRowOf } from './row-features.ts';
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
 * `DRAWS` draws one is taken, so a row's chance is the share of them that it won.
 *
 * @returns draws one row after the other, each once; null when none is left.
 */
export function createThompson(
  rows: readonly number[],
  { scorer, belief, chance: seed }: { readonly scorer: Scorer; readonly belief: Belief; readonly chance: number },
): () => Drawn | null {
  const chance = new Chance(seed);
  const shortlist = shortened(rows, chance);
  const features = shortlist.map((row) => slateRowOf(scorer.explain(row)));
  const draws = Array.from({ length: DRAWS }, () => belief.draws[chance.below(belief.draws.length)]!);
  let open = rows.length;

  return () => {
    const left = shortlist.length;
    if (left === 0) return null;
    const wins = new Float64Array(left);
    for (const coefficients of draws) wins[bestOf(features, coefficients)]!++;
    const shareOf = (at: number) => EVENLY / left + ((1 - EVENLY) * wins[at]!) / DRAWS;
    let at = 0;
    for (let sum = chance.next() - shareOf(0); sum >= 0 && at < left - 1; sum -= shareOf(at)) at++;
    // What was looked at is itself a draw of what is open.
    const propensity = shareOf(at) * (left / open--);
    features.splice(at, 1);
    return { row: shortlist.splice(at, 1)[0]!, propensity };
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

function shortened(rows: readonly number[], chance: Chance): number[] {
  const left = [...rows];
  const size = Math.min(SHORTLIST, left.length);
  for (let i = 0; i < size; i++) {
    const j = i + chance.below(left.length - i);
    const kept = left[i]!;
    left[i] = left[j]!;
    left[j] = kept;
  }
  left.length = size;
  return left;
}
