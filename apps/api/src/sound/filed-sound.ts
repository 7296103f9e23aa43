import type { Track } from '@segue/core/model';
import type { MusicFolder } from '@segue/music-folder';
import type { SoundSource } from './sound-source.ts';

/** Tracks that are files come from the folder, all others from `composed`; so does the cover of a file without one. */
export function createFiledSound(folder: MusicFolder, composed: SoundSource): SoundSource {
  const sourceOf = (track: Track) => (track.sound === 'file' ? folder : composed);
  return {
    describe: (track) => sourceOf(track).describe(track),
    read: (track, range, urgency) => sourceOf(track).read(track, range, urgency),
    version: (track) => sourceOf(track).version(track),
    cover: async (track) => (track.sound === 'file' ? await folder.cover(track) : null) ?? composed.cover(track),
    async close() {
      await folder.close();
      await composed.close();
    },
  };
}
