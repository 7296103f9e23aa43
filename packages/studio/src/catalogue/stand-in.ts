import type { SoundSpec } from '../composer/score.ts';
import { GENRES, genreNamed } from '../genres/index.ts';
import { createRandom, hash32 } from '../hash.ts';

/** What is known of a track that has no sound of its own, such as a row of an imported history. */
export interface Silent {
  readonly trackId: string;
  readonly artistId: string;
  /** Genres or tags in anybody's words, the most telling first. */
  readonly genres?: readonly string[];
  readonly durationSeconds?: number;
}

/** Words of other people's catalogues, and the genre of ours that comes nearest. First match wins. */
const NEAREST: readonly (readonly [RegExp, string])[] = [
  [/drum.?(and|n|&).?bass|dnb|jungle|breakcore|dubstep/, 'drum and bass'],
  [/synth.?pop|new wave|80s|electropop|dance.?pop|\bpop\b|disco|k-?pop|j-?pop/, 'synth-pop'],
  [/shoegaze|dream|indie|alternative|emo|post.?rock|britpop|slowcore/, 'dream pop'],
  [/metal|hard.?rock|punk|grunge|hardcore|thrash|industrial|classic.?rock|\brock\b|gothic/, 'hard rock'],
  [/chip|8.?bit|game/, 'chiptune'],
  [/house|garage|dance|club|edm/, 'deep house'],
  [/techno|trance|electro|minimal techno|ebm|idm/, 'techno'],
  [/lo.?fi|hip.?hop|rap|trip.?hop|chill|beats|downtempo/, 'lo-fi'],
  [/dub|reggae|ska|dancehall|rocksteady/, 'dub'],
  [/funk/, 'funk'],
  [/soul|r.?(and|n|&).?b|blues|gospel|motown/, 'slow soul'],
  [/bossa|samba|latin|brazil|mpb|salsa|tango/, 'bossa nova'],
  [/jazz|swing|big band|bebop/, 'swing'],
  [/bluegrass|country|americana|western|cajun/, 'bluegrass'],
  [/folk|acoustic|singer|songwriter|unplugged/, 'acoustic'],
  [/afro|highlife|soukous|world|african/, 'highlife'],
  [/minimalis|contemporary classical|gamelan/, 'pulse minimalism'],
  [/piano|nocturne|romantic/, 'nocturne'],
  [/waltz|chamber|classical|baroque|orchestra|soundtrack|score|opera/, 'chamber waltz'],
  [/ambient|drone|new age|meditat|sleep|space/, 'ambient'],
];

/** A sound for a track that has none: in the nearest genre to what is said of it, and the same for the same track. */
export function standIn({ trackId, artistId, genres = [], durationSeconds = 180 }: Silent): SoundSpec {
  const name = nearestOf(genres) ?? createRandom('stand-in', artistId).pick(GENRES).name;
  const genre = genreNamed(name);
  const random = createRandom('stand-in', artistId, trackId);
  const mood = random.next();
  const along = ([low, high]: readonly [number, number], share: number): number => low + (high - low) * share;
  return {
    seed: hash32('stand-in', artistId, trackId),
    artistId,
    genre: name,
    key: random.below(12),
    mode: random.pick(genre.modes),
    tempo: Math.round(along(genre.tempo, 0.5 * mood + 0.5 * random.next())),
    energy: Math.round(along(genre.energy, mood) * 1000) / 1000,
    durationSeconds: Math.min(240, Math.max(30, Math.round(durationSeconds))),
  };
}

function nearestOf(genres: readonly string[]): string | undefined {
  for (const words of genres.map((genre) => genre.toLowerCase())) {
    const known = GENRES.find(({ name }) => name === words)?.name ?? NEAREST.find(([pattern]) => pattern.test(words))?.[1];
    if (known) return known;
  }
  return undefined;
}
