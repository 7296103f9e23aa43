import { asArtistId, asTrackId } from '@segue/core/events';
import { hashOf, type Track } from '@segue/core/model';

/** Where nothing is known of the sound, its genres say roughly how energetic it is. First match counts. */
const ENERGY_WORDS: readonly (readonly [RegExp, number])[] = [
  [/grind|death|thrash|hardcore|industrial/i, 0.92],
  [/metal|punk|drum and bass|techno|hard/i, 0.84],
  [/rock|dance|house|electro|rap|hip.?hop|action|thriller/i, 0.68],
  [/pop|rnb|disco|indie|comedy|adventure/i, 0.56],
  [/jazz|soul|folk|country|blues|drama|romance/i, 0.4],
  [/ambient|chill|downtempo|classical|acoustic|new age|documentary/i, 0.22],
];
const NEUTRAL_ENERGY = 0.5;

export const energyOfGenres = (genres: readonly string[]): number => {
  for (const genre of genres) for (const [words, energy] of ENERGY_WORDS) if (words.test(genre)) return energy;
  return NEUTRAL_ENERGY;
};

/** A track for something that the source names and has no sound of: a composed piece plays instead, and the page says so. */
export function standIn({
  id,
  title,
  artist,
  artistKey,
  genres,
  addedAtMs,
}: {
  readonly id: string;
  readonly title: string;
  readonly artist: string;
  readonly artistKey: string;
  readonly genres: readonly string[];
  readonly addedAtMs: number;
}): Track {
  const seed = hashOf(id);
  const energy = energyOfGenres(genres);
  return {
    id: asTrackId(id),
    title,
    artistId: asArtistId(artistKey),
    artist,
    album: null,
    genres: genres.length > 0 ? genres : ['unknown'],
    key: { tonic: seed % 12, minor: (seed & 16) !== 0 },
    tempoBpm: Math.round(75 + energy * 70 + (seed % 11)),
    energy,
    durationSeconds: 150 + (seed % 90),
    seed,
    sound: 'stand-in',
    path: null,
    hasCover: false,
    addedAtMs,
  };
}
