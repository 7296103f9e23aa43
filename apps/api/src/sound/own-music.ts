import { isDeepStrictEqual } from 'node:util';
import type { TrackId } from '@segue/core/events';
import type { Track } from '@segue/core/model';
import type { Catalogue } from '@segue/core/ports';
import { type MusicFolder, type MusicProblem, openMusicFolder } from '@segue/music-folder';
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

  const skip = ({ path: skippedPath, reason }: MusicProblem) => {
    skipped++;
    metrics.count('segue_refused_rows_total', { source: 'music folder' });
    if (skipped <= NAMED) say(`Skipped ${skippedPath || 'part of the music folder'}: ${reason}`);
    if (skipped === NAMED) say('More files are skipped without being named.');
  };

  const folder = await openMusicFolder({
    path,
    async onChange({ changed, removed }) {
      const news = changed.filter((track) => !isDeepStrictEqual(known.get(track.id), track));
      const refused = new Set(news.length > 0 ? await putEach(catalogue, news, skip) : []);
      if (removed.length > 0) await catalogue.removeTracks(removed);
      for (const track of changed) if (!refused.has(track.id)) known.set(track.id, track);
      for (const id of removed) known.delete(id);
      if (known.size > 0) haveSome();
    },
    onProblem: skip,
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

/**
 * Puts tracks, and gives the ids of those that a catalogue which is up does not take: one of them must not keep the others
 * out. Rejects where the catalogue is away.
 */
async function putEach(catalogue: Catalogue, tracks: readonly Track[], skip: (problem: MusicProblem) => void): Promise<TrackId[]> {
  try {
    await catalogue.putTracks(tracks);
    return [];
  } catch (cause) {
    await catalogue.ready();
    const [first, ...others] = tracks;
    if (first && others.length === 0) {
      skip({ path: first.path ?? '', reason: `The catalogue did not take it: ${cause instanceof Error ? cause.message : cause}` });
      return [first.id];
    }
    const half = Math.ceil(tracks.length / 2);
    return [...(await putEach(catalogue, tracks.slice(0, half), skip)), ...(await putEach(catalogue, tracks.slice(half), skip))];
  }
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
