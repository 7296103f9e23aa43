import { type Along, type ListenerState, MAX_ENJOYED, type ModelView } from '../model/index.ts';
import { RowScores, Scratch } from './row-scores.ts';
import type { Signal } from './signal.ts';

/** Between tracks of one session, and after a long pause. */
const WEIGHT_PRESENT = 0.6;
const WEIGHT_AWAY = 1.5;
/** What the cosine has of it after a pause: it fails where EASE does not. Within a session it would say what co-listening says better. */
const COSINE_SHARE = 0.15;
/** Within a session the query leans on what was enjoyed lately: it falls by this much a track, to a floor. */
const QUERY_DECAY = 0.97;
const QUERY_FLOOR = 0.3;
/** By how many enjoyed tracks came after. */
const QUERY_WEIGHTS = Float64Array.from({ length: MAX_ENJOYED }, (_, age) => QUERY_FLOOR + QUERY_DECAY ** age);

/** What fits everything that the listener has ever enjoyed: item-item weights of a background refit (EASE and cosine). */
export const longTerm: Signal = {
  name: 'long-term',
  group: 'taste',
  score: ({ lasting: { byWeight, byCosine, along }, presence }, rows, out) => {
    const whole = WEIGHT_AWAY + (WEIGHT_PRESENT - WEIGHT_AWAY) * presence;
    const share = COSINE_SHARE * (1 - presence);
    const ofWeight = byWeight.most > 0 ? ((1 - share) * whole) / byWeight.most : 0;
    const ofCosine = byCosine.most > 0 ? (share * whole) / byCosine.most : 0;
    if (ofWeight === 0 && ofCosine === 0) return;
    for (let i = 0; i < rows.length; i++) {
      const row = rows[i]!;
      const { scores } = byWeight;
      const weight = along && !scores.has(row) ? along.at(row) : scores.at(row);
      out[i] = ofWeight * within(byWeight.most, weight) + ofCosine * byCosine.scores.at(row);
    }
  },
};

/** Where a listener has next to no neighbours yet, what the vectors say against or for a track may be hundreds of times what those do. */
const within = (most: number, weight: number): number => Math.max(-most, Math.min(most, weight));

const weightScratch = new Scratch();
const cosineScratch = new Scratch();
const strengths = new Float64Array(MAX_ENJOYED);

/**
 * Of every long-term neighbour of what the listener enjoyed, the sums of weights, with what the fit's vectors say of them, and,
 * where they say anything, of cosines; the newest ones made are valid. Of all other tracks only the vectors say something.
 */
export function neighboursOfEnjoyed(
  model: ModelView,
  { enjoyed }: ListenerState,
  presence: number,
): { readonly byWeight: RowScores; readonly byCosine: RowScores; readonly along: Along | null } {
  const byWeight = new RowScores(weightScratch, model.size);
  const byCosine = new RowScores(cosineScratch, model.size);
  const newest = enjoyed.size - 1;
  enjoyed.strengths(strengths);
  const weightOf = (place: number) => strengths[place]! * (1 - presence + presence * QUERY_WEIGHTS[newest - place]!);
  const along = model.longTermNeighbours(enjoyed.hashes(), weightOf, byWeight, presence < 1 ? byCosine : null);
  return { byWeight, byCosine, along };
}
