import { type Act, asListenerId, asTrackId } from '@segue/core/events';
import type { Track } from '@segue/core/model';
import { afterHeader, readLines, splitCsv } from './lines.ts';
import type { ImportedListen, ImportSource, Refusal } from './source.ts';
import { standIn } from './stand-in.ts';

/** MovieLens: ratings with times. A film stands in for a track; a rating becomes the gesture that says as much. */
export async function readMovielens(folder: string, { addedAtMs }: { readonly addedAtMs: number }): Promise<ImportSource> {
  const refusals: Refusal[] = [];
  const tracks = new Map<string, Track>();
  for (const { number, text } of afterHeader(
    await readLines(folder, 'movies.csv', refusals),
    'movies.csv',
    ['movieId', 'title', 'genres'],
    ',',
  )) {
    const [id, title, genres, ...rest] = splitCsv(text) ?? [];
    if (!id || !title || genres === undefined || rest.length > 0) {
      refusals.push({ file: 'movies.csv', line: number, reason: 'expected movieId, title and genres' });
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
  for (const { number, text } of afterHeader(
    await readLines(folder, 'ratings.csv', refusals),
    'ratings.csv',
    ['userId', 'movieId', 'rating', 'timestamp'],
    ',',
  )) {
    const [user, movie, ratingText, secondsText] = text.split(',');
    const rating = Number(ratingText);
    const seconds = Number(secondsText);
    const refuse = (reason: string) => refusals.push({ file: 'ratings.csv', line: number, reason });
    if (!user || !/^\d+$/.test(user) || !movie || secondsText === undefined) refuse('expected userId, movieId, rating and timestamp');
    else if (!(rating >= 0.5 && rating <= 5)) refuse(`rating is ${ratingText}, expected 0.5 to 5`);
    else if (!Number.isInteger(seconds) || seconds < 0) refuse(`timestamp is ${secondsText}, expected seconds since 1970`);
    else if (!tracks.has(movie)) refuse(`film ${movie} is not in movies.csv`);
    else
      listens.push({
        listenerId: asListenerId(`ml-${user}`),
        act: actOf(movie, rating),
        atMs: seconds * 1000,
        strength: rating >= 5 ? 1.5 : 1,
      });
  }
  listens.sort((a, b) => (a.atMs ?? 0) - (b.atMs ?? 0));
  return { name: 'movielens', tracks: [...tracks.values()], listens, refusals };
}

/** 4 and above: heard to the end. Below: left early, the earlier the worse. */
function actOf(movie: string, rating: number): Act {
  const trackId = asTrackId(`ml-${movie}`);
  if (rating >= 4) return { type: 'complete', trackId, heardFraction: 1 };
  return { type: 'skip', trackId, heardFraction: Math.max(0, (rating - 0.5) / 5) };
}
