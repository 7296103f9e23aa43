import { isDeepStrictEqual } from 'node:util';
import type { TrackId } from '@segue/core/events';
import type { Track } from '@segue/core/model';
import type { Catalogue } from '@segue/core/ports';
import { type MusicFolder, openMusicFolder } from '@segue/music-folder';
import type { Metrics } from '@segue/telemetry';

export interface OwnMusicOptions {
  readonly path: string;
  readonly catalogue: Catalogue;
  readonly metrics: Metrics;
  /** For the one who runs it: what was found, and which files were skipped. */
  readonly say: (text: string) => void;
  readonly onProblem: (cause: unknown) => void;
}

/** Of skipped files, named one by one; the rest are counted. */
const NAMED = 50;

/**
 * Brings a folder of real files into the catalogue and keeps it so: what is added, changed or removed there is in the
 * catalogue soon after. Resolves once the first tracks are in, or the folder is known to have none; a large one is read
 * on behind it. Rejects if the folder cannot be read.
 */
export async function openOwnMusic({ path, catalogue, metrics, say, onProblem }: OwnMusicOptions): Promise<MusicFolder> {
  let skipped = 0;
  // Written only where it differs: a start over a folder that did not change is no change of the catalogue.
  const known = new Map((await catalogue.changes(0)).changed.flatMap((track) => (track.sound === 'file' ? [[track.id, track]] : [])));
  let haveSome = () => {};
  const some = new Promise<void>((resolve) => {
    haveSome = resolve;
  });

  const folder = await openMusicFolder({
    path,
    async onChange({ changed, removed }) {
      const news = changed.filter((track) => !isDeepStrictEqual(known.get(track.id), track));
      if (news.length > 0) await catalogue.putTracks(news);
      if (removed.length > 0) await catalogue.removeTracks(removed);
      for (const track of changed) known.set(track.id, track);
      for (const id of removed) known.delete(id);
      if (known.size > 0) haveSome();
    },
    onProblem(problem) {
      skipped++;
      metrics.count('segue_refused_rows_total', { source: 'music folder' });
      if (skipped <= NAMED) say(`Skipped ${problem.path || 'part of the music folder'}: ${problem.reason}`);
      if (skipped === NAMED) say('More files are skipped without being named.');
    },
  });
  const settled = folder.settled().then(async () => {
    await removeGone(folder, known, catalogue);
    say(`${folder.tracks().length} tracks from ${path}, ${folder.problems().length} files skipped`);
  });
  settled.catch(onProblem);
  if (known.size > 0) haveSome();
  await Promise.race([some, settled]);
  return folder;
}

/** Takes away what an earlier start found and is there no longer, or was in another folder. */
async function removeGone(folder: MusicFolder, known: Map<TrackId, Track>, catalogue: Catalogue): Promise<void> {
  const here = new Set(folder.tracks().map(({ id }) => id));
  const gone = [...known.keys()].filter((id) => !here.has(id));
  if (gone.length > 0) await catalogue.removeTracks(gone);
  for (const id of gone) known.delete(id);
}

/** Takes all tracks that are files away: there is no folder to play them from. */
export async function forgetOwnMusic(catalogue: Catalogue): Promise<void> {
  const { changed } = await catalogue.changes(0);
  const files = changed.flatMap((track) => (track.sound === 'file' ? [track.id] : []));
  if (files.length > 0) await catalogue.removeTracks(files);
}
