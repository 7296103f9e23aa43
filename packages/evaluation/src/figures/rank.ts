/** What is ranked: the first `count` tracks of `tracks`, less the listener's own. */
export interface Candidates {
  readonly tracks: Int32Array;
  readonly count: number;
  /** Each of them is among `tracks`, once. */
  readonly own: ArrayLike<number>;
}

/**
 * A track's place among the candidates, 1 the best. Ties take their expected place and never their order. Null where any
 * score is not finite: compared with NaN everything loses, and a model that has diverged would look perfect.
 */
export function expectedRank(scores: Float64Array, target: number, { tracks, count, own }: Candidates): number | null {
  const score = scores[target]!;
  if (!Number.isFinite(score)) return null;
  let greater = 0;
  let equal = 0;
  let notFinite = 0;
  const weigh = (other: number, by: number) => {
    if (other > score) {
      greater += by;
      if (other === Number.POSITIVE_INFINITY) notFinite += by;
    } else if (other === score) equal += by;
    else if (!(other > Number.NEGATIVE_INFINITY)) notFinite += by;
  };
  for (let i = 0; i < count; i++) weigh(scores[tracks[i]!]!, 1);
  for (let i = 0; i < own.length; i++) weigh(scores[own[i]!]!, -1);
  return notFinite > 0 ? null : 1 + greater + (equal - 1) / 2;
}
