import type { Random } from '../hash.ts';
import { ADJECTIVES, MANNERS, NOUNS, ONE_WORD, PLACED, PLACES, SENTENCES, TIMES, VERBS } from './words.ts';

const KEYS = ['C', 'D flat', 'D', 'E flat', 'E', 'F', 'F sharp', 'G', 'A flat', 'A', 'B flat', 'B'] as const;

/** What a title may know of its track. */
export interface Titled {
  readonly genre: string;
  readonly key: number;
  readonly mode: 'major' | 'minor';
}

/** A title nobody of this list has yet. */
export function titleFor(track: Titled, taken: ReadonlySet<string>, random: Random): string {
  for (let attempt = 0; attempt < 200; attempt++) {
    const title = draw(track, random);
    if (!taken.has(title)) return title;
  }
  // More tracks than the words make: sequels, as bands do.
  const base = random.pick(ONE_WORD);
  let part = 2;
  while (taken.has(`${base}, Part ${part}`)) part++;
  return `${base}, Part ${part}`;
}

/** An album is named like a track that stands for the others. */
export function albumTitleFor(taken: ReadonlySet<string>, random: Random): string {
  return titleFor({ genre: '', key: 0, mode: 'major' }, taken, random);
}

function draw({ genre, key, mode }: Titled, random: Random): string {
  if (genre === 'nocturne' && random.chance(0.3)) return `Nocturne in ${KEYS[key]} ${mode}`;
  if (genre === 'chamber waltz' && random.chance(0.35))
    return random.chance(0.5)
      ? `Waltz in ${KEYS[key]} ${mode}`
      : `Waltz for ${random.pick(['a Rainy Street', 'Two Umbrellas', 'the Night Porter', 'an Empty Ballroom', 'the Lamplighter', 'My Neighbour', 'Late Guests', 'a Paper Moon'])}`;
  if (genre === 'techno' && random.chance(0.3))
    return `${random.pick(['Grid', 'Vector', 'Relay', 'Carrier', 'Phase', 'Module', 'Circuit', 'Sector'])} ${random.below(90) + 10}`;
  if (genre === 'pulse minimalism' && random.chance(0.25))
    return `${random.pick(['Twelve', 'Seven', 'Nine', 'Four', 'Eleven', 'Eighteen'])} ${random.pick(['Turns', 'Windows', 'Hands', 'Circles', 'Doors', 'Stones', 'Bells'])}`;
  if (genre === 'dub' && random.chance(0.2)) return `${random.pick(NOUNS)} Dub`;
  if (genre === 'bluegrass' && random.chance(0.25))
    return `${random.pick(['Cutter’s', 'Widow’s', 'Miller’s', 'Crow', 'Sugar', 'Stone', 'Cold', 'Shady'])} ${random.pick(['Creek', 'Ridge', 'Hollow', 'Gap', 'Fork', 'Mountain'])} ${random.pick(['Breakdown', 'Rag', 'Reel', 'Farewell'])}`;
  const roll = random.next();
  if (roll < 0.3) return `${random.pick(ADJECTIVES)} ${random.pick(NOUNS)}`;
  if (roll < 0.47) return random.pick(ONE_WORD);
  if (roll < 0.66) return `${random.pick(PLACED)} ${random.pick(PLACES)}`;
  if (roll < 0.76) return random.pick(VERBS);
  if (roll < 0.86) return random.pick(SENTENCES);
  if (roll < 0.95) return `${random.pick(TIMES)}, ${random.pick(MANNERS)}`;
  return `${random.pick(NOUNS)} ${random.pick(PLACES)}`;
}
