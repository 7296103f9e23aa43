import { type Team, teamDraft } from '../experiments/index.ts';
import type { SignalContext } from '../features/index.ts';
import { mix, readListenerFeatures, readTrackFeatures } from '../model/index.ts';
import type { Ranker } from '../rankers/index.ts';
import { FIRST, rankerRowOf } from './row-features.ts';
import type { Scorer } from './score.ts';

/** Another ranking that is tried on a listener: in place of the score, or drafted with it into one list. */
export interface Challenge {
  readonly ranker: Pick<Ranker, 'predict'>;
  readonly how: 'instead' | 'draft';
}

export interface Challenged {
  readonly rows: readonly number[];
  /** Whose pick a row is; a row without an entry is nobody's. */
  readonly teams: ReadonlyMap<number, Team>;
  /** A row as the ranker read it. */
  rowOf(row: number): Float64Array;
}

/** Of the rows that the score likes best, so many are ranked again. */
const RANKED_AGAIN = 60;

/**
 * Orders rows by the chance that they are heard out, or drafts both orders into one.
 *
 * @param ranked rows in the order of their scores.
 * @param chance seeds the coins; the same seed drafts the same.
 */
export function challenged(
  { ranker, how }: Challenge,
  ranked: readonly number[],
  {
    context: { model, listener, nowMs, fatigue },
    scorer,
    chance,
  }: { readonly context: SignalContext; readonly scorer: Scorer; readonly chance: number },
): Challenged {
  const best = ranked.slice(0, RANKED_AGAIN);
  const rest = ranked.slice(RANKED_AGAIN);
  const ofListener = readListenerFeatures(listener, nowMs);
  const rowOf = (row: number) =>
    rankerRowOf(
      scorer.explain(row),
      { listener: ofListener, track: readTrackFeatures(model.learntAt(row), nowMs) },
      { ...FIRST, shownBefore: fatigue.get(model.trackAt(row).id) ?? 0 },
    );
  const said = new Map(best.map((row) => [row, ranker.predict(rowOf(row))] as const));
  // Stable: what the ranker finds equal stays in the order of the scores.
  const again = [...best].sort((a, b) => said.get(b)! - said.get(a)!);
  if (how === 'instead') return { rows: [...again, ...rest], teams: new Map(best.map((row) => [row, 1])), rowOf };
  const { rows, teams } = teamDraft([best, again], { size: best.length, coin: (round) => mix(chance + 31 * (round + 1)) % 2 === 0 });
  return { rows: [...rows, ...rest], teams: new Map(rows.map((row, at) => [row, teams[at]!])), rowOf };
}
