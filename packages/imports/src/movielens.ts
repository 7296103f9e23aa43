import { type Act, asListenerId, asTrackId } from '@segue/core/events';
import type { Track } from '@segue/core/model';
import { HistoryFiles } from './history-files.ts';
import { afterHeader, isRowId, NO_ROW_ID, splitCsv } from './lines.ts';
import type { ImportedListen, ImportSource } from './source.ts';
import { standIn } from './stand-in.ts';

const MOVIES = 'movies.csv';
const RATINGS = 'ratings.csv';
/** The last second that a date can tell. */
const LAST_SECOND = 8.64e12;

/** MovieLens: ratings with times. A film stands in for a track; a rating becomes the gesture that says as much. */
export async function readMovielens(folder: string, { addedAtMs }: { readonly addedAtMs: number }): Promise<ImportSource> {
  const files = new HistoryFiles(folder);
  const tracks = new Map<string, Track>();
  for (const { number, text } of afterHeader(await files.lines(MOVIES), MOVIES, ['movieId', 'title', 'genres'], ',')) {
    const refuse = (reason: string, value?: string) => files.refuse({ file: MOVIES, line: number }, reason, value);
    const [id, title, genres, ...rest] = splitCsv(text) ?? [];
    if (!title || genres === undefined || rest.length > 0) {
      refuse('expected movieId, title and genres');
      continue;
    }
    if (!isRowId(id)) {
      refuse(`movieId ${NO_ROW_ID}`, id);
      continue;
    }
    const names = genres === '(no genres listed)' ? [] : genres.split('|').map((genre) => genre.toLowerCase());
    tracks.set(
      id,
      standIn({
        id: `ml-${id}`,
        title,
        artist: `Film of ${/\((\d{4})\)\s*$/.exec(title)?.[1] ?? 'unknown year'}`,
        artistKey: `ml-f${id}`,
        genres: names,
        addedAtMs,
      }),
    );
  }
  const listens: ImportedListen[] = [];
  const columns = ['userId', 'movieId', 'rating', 'timestamp'];
  for (const { number, text } of afterHeader(await files.lines(RATINGS), RATINGS, columns, ',')) {
    const place = { file: RATINGS, line: number };
    const [user, movie, ratingText, secondsText] = text.split(',');
    const rating = Number(ratingText);
    const seconds = Number(secondsText);
    const refuse = (reason: string, value?: string) => files.refuse(place, reason, value);
    if (!secondsText) refuse('expected userId, movieId, rating and timestamp');
    else if (!isRowId(user)) refuse(`userId ${NO_ROW_ID}`, user);
    else if (!isRowId(movie)) refuse(`movieId ${NO_ROW_ID}`, movie);
    else if (!(rating >= 0.5 && rating <= 5)) refuse('rating is not 0.5 to 5', ratingText);
    else if (!Number.isInteger(seconds) || seconds < 0 || seconds > LAST_SECOND)
      refuse('timestamp is not in whole seconds since 1970', secondsText);
    else if (!tracks.has(movie)) refuse('the film is not in movies.csv', movie);
    else
      listens.push({
        listenerId: asListenerId(`ml-${user}`),
        act: actOf(movie, rating),
        atMs: seconds * 1000,
        strength: rating >= 5 ? 1.5 : 1,
        ...place,
      });
  }
  listens.sort((a, b) => (a.atMs ?? 0) - (b.atMs ?? 0));
  return { name: `movielens.${files.contentHash()}`, tracks: [...tracks.values()], listens, refusals: files.refusals };
}

/** 4 and above: heard to the end. Below: left early, the earlier the worse. */
function actOf(movie: string, rating: number): Act {
  const trackId = asTrackId(`ml-${movie}`);
  if (rating >= 4) return { type: 'complete', trackId, heardFraction: 1 };
  return { type: 'skip', trackId, heardFraction: Math.max(0, (rating - 0.5) / 5) };
}
