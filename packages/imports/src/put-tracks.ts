import type { Catalogue } from '@segue/core/ports';
import type { ImportSource } from './source.ts';

/**
 * Puts the tracks of a history into the catalogue. Those that have a sound there stay as they are: a history of this very app, or of
 * one with the same music, would leave a stand-in of each.
 */
export async function putTracksOf({ tracks }: Pick<ImportSource, 'tracks'>, catalogue: Catalogue): Promise<void> {
  const { changed } = await catalogue.changes(0);
  const sounding = new Set(changed.filter(({ sound }) => sound !== 'stand-in').map(({ id }) => id));
  await catalogue.putTracks(tracks.filter(({ id }) => !sounding.has(id)));
}
