import { AppError } from '@segue/core/errors';
import type { Track } from '@segue/core/model';
import { within } from '@segue/core/within';
import type { MusicFolder } from '@segue/music-folder';
import type { Cover, SoundSource } from './sound-source.ts';

/** A disk that is gone does not answer: whoever waits for a picture is told, and so are those who wait behind it. */
const COVER_WITHIN_MS = 2_000;

/** Pictures read at a time: each takes the tags of a whole file into memory. */
const COVERS_AT_ONCE = 4;
/** Past so many that wait, whoever asks is told to come again. */
const MOST_WAITING = 40;

/** A music folder, as far as it sounds: it knows when a file has no cover. */
type FiledTracks = Omit<SoundSource, 'cover'> & Pick<MusicFolder, 'cover'>;

/** Tracks that are files come from the folder, all others from `composed`; so does the cover of a file without one. */
export function createFiledSound(folder: FiledTracks, composed: SoundSource): SoundSource {
  const filedCover = createCoverReader(folder);
  const sourceOf = (track: Track) => (track.sound === 'file' ? folder : composed);
  return {
    describe: (track) => sourceOf(track).describe(track),
    read: (track, range, urgency) => sourceOf(track).read(track, range, urgency),
    version: (track) => sourceOf(track).version(track),
    cover: async (track) => (track.sound === 'file' ? await filedCover(track) : null) ?? composed.cover(track),
    async close() {
      await folder.close();
      await composed.close();
    },
  };
}

function createCoverReader(folder: FiledTracks): (track: Track) => Promise<Cover | null> {
  const waiting: (() => void)[] = [];
  let reading = 0;
  return async (track) => {
    if (reading < COVERS_AT_ONCE) reading++;
    else if (waiting.length < MOST_WAITING) await new Promise<void>((resolve) => waiting.push(resolve));
    else throw new AppError('sound_unavailable', `${MOST_WAITING} covers are waiting to be read already; try again.`);
    try {
      return await within(
        COVER_WITHIN_MS,
        folder.cover(track),
        () => new AppError('sound_unavailable', `The cover of ${track.id} did not come within ${COVER_WITHIN_MS / 1_000} s; try again.`),
      );
    } finally {
      const next = waiting.shift();
      // Its place goes to the next in line.
      if (next) next();
      else reading--;
    }
  };
}
