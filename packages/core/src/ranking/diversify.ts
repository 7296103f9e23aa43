import type { ModelView } from '../model/index.ts';
import type { Explored } from './explore.ts';

export interface Placed {
  readonly row: number;
  readonly by: 'score' | 'variety' | 'chance';
  readonly propensity: number;
}

const MOST_IN_A_ROW = 2;
const MOST_OF_ARTIST = 4;
const MOST_OF_GENRE_IN_A_ROW = 5;

/**
 * Fills `size` places from rows in order of score: no more than two in a row of an artist, four in all, and no more
 * than five in a row of a genre. Where the rules leave nothing they are dropped in that order, last one first; that
 * there be no more than two in a row of an artist only when there is nothing else at all. A drawn row takes its place
 * unless it would break a run, and is left out then.
 */
export function diversify(
  model: ModelView,
  ranked: readonly number[],
  { size, drawn }: { readonly size: number; readonly drawn: readonly Explored[] },
): Placed[] {
  const left = [...ranked];
  const out: Placed[] = [];
  const byArtist = new Map<string, number>();
  const place = (placed: Placed) => {
    const { artistId } = model.trackAt(placed.row);
    byArtist.set(artistId, (byArtist.get(artistId) ?? 0) + 1);
    out.push(placed);
  };
  while (out.length < size) {
    const surprise = drawn.find((one) => one.place === out.length);
    if (surprise && firstAllowed(model, [surprise.row], out, byArtist).strict) {
      place({
        row: surprise.row,
        by: 'chance',
        propensity: surprise.propensity,
      });
      continue;
    }
    if (left.length === 0) break;
    const { at } = firstAllowed(model, left, out, byArtist);
    const [row] = left.splice(at, 1);
    if (row === undefined) break;
    place({ row, by: at > 0 ? 'variety' : 'score', propensity: 1 });
  }
  return out;
}

function firstAllowed(
  model: ModelView,
  left: readonly number[],
  placed: readonly Placed[],
  byArtist: ReadonlyMap<string, number>,
): { readonly at: number; readonly strict: boolean } {
  const artistRun = runOf(placed, (row) => model.trackAt(row).artistId);
  const genreRun = runOf(placed, (row) => model.genresAt(row)[0] ?? '');
  let breaksNoRun = -1;
  let breaksNoArtist = -1;
  for (let at = 0; at < left.length; at++) {
    const row = left[at]!;
    const { artistId } = model.trackAt(row);
    if (artistRun.length >= MOST_IN_A_ROW && artistId === artistRun.of) continue;
    if (breaksNoRun < 0) breaksNoRun = at;
    if ((byArtist.get(artistId) ?? 0) >= MOST_OF_ARTIST) continue;
    if (breaksNoArtist < 0) breaksNoArtist = at;
    if (genreRun.length >= MOST_OF_GENRE_IN_A_ROW && (model.genresAt(row)[0] ?? '') === genreRun.of) continue;
    return { at, strict: true };
  }
  return { at: Math.max(0, breaksNoArtist >= 0 ? breaksNoArtist : breaksNoRun), strict: false };
}

function runOf(placed: readonly Placed[], keyOf: (row: number) => string): { readonly of: string; readonly length: number } {
  const last = placed.at(-1);
  if (!last) return { of: '', length: 0 };
  const of = keyOf(last.row);
  let length = 0;
  for (let i = placed.length - 1; i >= 0 && keyOf(placed[i]!.row) === of; i--) length++;
  return { of, length };
}
