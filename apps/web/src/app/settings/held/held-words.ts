import type { Held } from '../../../server/answers.ts';

/** What of `recent` sounded; the rest was liked or turned away without being heard. */
const SOUNDED: ReadonlySet<string> = new Set(['played', 'completed', 'skipped']);

/** What was learnt of a listener, in sentences; what there is none of is left out. */
export function learntWords({ lessons, genres, artists, vector, recent, enjoyed, shownAndNotTaken }: NonNullable<Held['taste']>): string {
  const played = new Set(recent.filter(({ kind }) => SOUNDED.has(kind)).map(({ trackId }) => trackId));
  return [
    `${counted(lessons, 'lesson')}.`,
    weighed('Genres', genres),
    weighed('Artists', artists),
    `${counted(vector.length, 'number')} that place you among the tracks, ${counted(played.size, 'track')} played lately, ${enjoyed.length} enjoyed at any time, ${shownAndNotTaken.length} shown and not taken.`,
  ]
    .filter((sentence) => sentence !== '')
    .join(' ');
}

/** "1 lesson" */
export const counted = (count: number, one: string, many = `${one}s`): string => `${count} ${count === 1 ? one : many}`;

type Weights = NonNullable<Held['taste']>['genres'];

/** Names with their weights, the largest first, as what the listener likes and what they turned away from. */
function weighed(what: string, weights: Weights): string {
  const liked = namesOf(weights.filter(({ weight }) => weight > 0));
  const turnedFrom = namesOf(weights.filter(({ weight }) => weight < 0).reverse());
  return [liked && `${what} that you like, most first: ${liked}.`, turnedFrom && `${what} that you turned away from: ${turnedFrom}.`]
    .filter((sentence) => sentence !== '')
    .join(' ');
}

const namesOf = (weights: Weights): string => weights.map(({ name }) => name).join(', ');
