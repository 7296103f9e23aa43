import type { Genre } from '../composer/genre.ts';
import { acousticFolk } from './acoustic-folk.ts';
import { ambient } from './ambient.ts';
import { bluegrass } from './bluegrass.ts';
import { bossaNova } from './bossa-nova.ts';
import { chamberWaltz } from './chamber-waltz.ts';
import { chiptune } from './chiptune.ts';
import { deepHouse } from './deep-house.ts';
import { dreamPop } from './dream-pop.ts';
import { drumAndBass } from './drum-and-bass.ts';
import { dub } from './dub.ts';
import { funk } from './funk.ts';
import { hardRock } from './hard-rock.ts';
import { highlife } from './highlife.ts';
import { loFi } from './lo-fi.ts';
import { mallets } from './mallets.ts';
import { nocturne } from './nocturne.ts';
import { slowSoul } from './slow-soul.ts';
import { swing } from './swing.ts';
import { synthPop } from './synth-pop.ts';
import { techno } from './techno.ts';

/** Every genre that the studio plays. */
export const GENRES: readonly Genre[] = [
  acousticFolk,
  ambient,
  bluegrass,
  bossaNova,
  chamberWaltz,
  chiptune,
  deepHouse,
  dreamPop,
  drumAndBass,
  dub,
  funk,
  hardRock,
  highlife,
  loFi,
  mallets,
  nocturne,
  slowSoul,
  swing,
  synthPop,
  techno,
];

export const GENRE_NAMES: readonly string[] = GENRES.map(({ name }) => name);

export function genreNamed(name: string): Genre {
  const genre = GENRES.find((known) => known.name === name);
  if (!genre) throw new RangeError(`No genre is called ${name}; there are ${GENRE_NAMES.join(', ')}`);
  return genre;
}
