import type { ModelView } from '../model/index.ts';
import type { Explored } from './explore.ts';

export interface Placed {
  readonly row: number;
  readonly by: 'score' | 'other-artist' | 'other-genre' | Explored['by'];
  readonly propensity: number;
  /** The row that was held back for this one, so that the list is not all of one artist or genre. */
  readonly insteadOf: number | null;
}

const MOST_IN_A_ROW = 2;
/** No more than so many of an artist among so many rows that follow one another: a pin brings its artist, and not a whole album. */
const MOST_NEAR = 2;
const NEAR = 6;
const MOST_OF_ARTIST = 4;
const MOST_OF_GENRE_IN_A_ROW = 5;

/**
 * Fills `size` places from rows in order of score: no more than two in a row of an artist, two among any six, four in all, and
 * no more than five in a row of a genre. Where the rules leave nothing they are dropped in that order, last one first; that
 * there be no more than two in a row of an artist only when there is nothing else at all. A drawn row takes its place
 * unless it would break a rule, and is left out then. One row takes the place of each that is held back, and variety placed
 * that one alone: those after it stand in the order of their scores.
 */
export function diversify(
  { columns }: Pick<ModelView, 'columns'>,
  ranked: readonly number[],
  { size, drawn }: { readonly size: number; readonly drawn: readonly Explored[] },
): Placed[] {
  const left = [...ranked];
  /** So many of the first that are left were passed over. */
  let passed = 0;
  const out: Placed[] = [];
  while (out.length < size) {
    const surprise = drawn.find((one) => one.place === out.length);
    if (surprise && gravest(columns, surprise.row, out) === BREAKS_NONE) {
      out.push({ row: surprise.row, by: surprise.by, propensity: surprise.propensity, insteadOf: null });
      continue;
    }
    if (left.length === 0) break;
    const at = firstOfLeast(columns, left, out);
    const insteadOf = at > passed ? left[passed]! : null;
    const by = insteadOf === null ? 'score' : gravest(columns, insteadOf, out) === GENRE_RUN ? 'other-genre' : 'other-artist';
    out.push({ row: left[at]!, by, propensity: 1, insteadOf });
    left.splice(at, 1);
    passed = at < passed ? passed - 1 : at;
  }
  return out;
}

type Columns = ModelView['columns'];

const BREAKS_NONE = 0;
const GENRE_RUN = 1;
const ARTIST_IN_ALL = 2;
const ARTIST_NEAR = 3;
const ARTIST_RUN = 4;

/** The first row of those that break the least grave rule. */
function firstOfLeast(columns: Columns, left: readonly number[], placed: readonly Placed[]): number {
  let best = 0;
  let least = ARTIST_RUN + 1;
  for (let at = 0; at < left.length && least > BREAKS_NONE; at++) {
    const broken = gravest(columns, left[at]!, placed);
    if (broken < least) {
      least = broken;
      best = at;
    }
  }
  return best;
}

/** The gravest rule that the row would break after those that are placed. One pass and no allocation: it is asked of many rows a slate. */
function gravest({ artist, genre }: Columns, row: number, placed: readonly Placed[]): number {
  const [ofArtist, ofGenre] = [artist[row]!, genre[row]!];
  let artistRun = 0;
  let genreRun = 0;
  let near = 0;
  let all = 0;
  for (let back = 0; back < placed.length; back++) {
    const other = placed[placed.length - 1 - back]!.row;
    if (artist[other] === ofArtist) {
      all++;
      if (back < NEAR - 1) near++;
      if (artistRun === back) artistRun++;
    }
    if (genreRun === back && genre[other] === ofGenre) genreRun++;
  }
  if (artistRun >= MOST_IN_A_ROW) return ARTIST_RUN;
  if (near >= MOST_NEAR) return ARTIST_NEAR;
  if (all >= MOST_OF_ARTIST) return ARTIST_IN_ALL;
  return genreRun >= MOST_OF_GENRE_IN_A_ROW ? GENRE_RUN : BREAKS_NONE;
}
