import { AppError } from '@segue/core/errors';
import type { Track } from '@segue/core/model';
import { COMPOSER_VERSION, coverSvg, GENRE_NAMES, SoundError, type SoundRenderer, type SoundSpec } from '@segue/studio';
import type { SoundSource } from './sound-source.ts';

/** Tracks that are composed, and stand-ins for tracks that have no sound. */
export function createComposedSound(renderer: SoundRenderer): SoundSource {
  return {
    describe: async (track) => ({
      totalBytes: renderer.length(specOf(track)),
      contentType: renderer.contentType,
      etag: renderer.etag(specOf(track)),
      version: String(COMPOSER_VERSION),
    }),
    async *read(track, range, urgency) {
      try {
        yield* renderer.read(specOf(track), range, urgency);
      } catch (cause) {
        // A range that the track does not have is a mistake of ours.
        if (!(cause instanceof SoundError) || cause.code === 'sound_range') throw cause;
        throw new AppError('sound_unavailable', `The sound of ${track.id} could not be made: ${cause.message}`, { cause });
      }
    },
    cover: async (track) => ({
      bytes: new TextEncoder().encode(coverSvg({ seed: track.seed, key: track.key?.tonic ?? track.seed % 12, energy: track.energy }, 320)),
      contentType: 'image/svg+xml',
    }),
    version: () => String(COMPOSER_VERSION),
    close: () => renderer.close(),
  };
}

/** Exactly what the demo catalogue's sound is made from; for a stand-in the genre nearest by energy. */
function specOf(track: Track): SoundSpec {
  const known = GENRE_NAMES.find((name) => track.genres.includes(name));
  return {
    seed: track.seed,
    artistId: track.artistId,
    genre: known ?? GENRE_NAMES[track.seed % GENRE_NAMES.length] ?? '',
    key: track.key?.tonic ?? track.seed % 12,
    mode: track.key?.minor ? 'minor' : 'major',
    tempo: track.tempoBpm,
    energy: track.energy,
    durationSeconds: track.durationSeconds,
  };
}
