import { createReadStream, type Stats } from 'node:fs';
import { realpath, stat } from 'node:fs/promises';
import { dirname } from 'node:path/posix';
import { AppError } from '@segue/core/errors';
import type { Track } from '@segue/core/model';
import { audioTypeOf } from './audio-types.ts';
import { type Cover, embeddedCover, pictureFile } from './cover.ts';
import { inside } from './inside.ts';
import { type MusicChange, MusicIndex, type MusicProblem } from './music-index.ts';
import { watchFolder } from './watch-folder.ts';

export type { MusicChange, MusicProblem } from './music-index.ts';

export interface MusicFolderOptions {
  readonly path: string;
  /**
   * Tracks that came, changed or went, some hundred at a time. If it rejects, it is called with them again later, so that
   * a catalogue that is away misses nothing.
   */
  readonly onChange: (change: MusicChange) => Promise<void> | void;
  /** A file that cannot be a track, with the reason. It is skipped until it changes. */
  readonly onProblem: (problem: MusicProblem) => void;
  /** How long after a rejection `onChange` is called again; 5 s unless said. */
  readonly reportAgainMs?: number;
}

/** A folder of real music. Reads of a sound match what the api asks of one: whole, or by byte range. */
export interface MusicFolder {
  /** What is known now; the first look at a large folder takes a while (`settled`). */
  tracks(): readonly Track[];
  problems(): readonly MusicProblem[];
  /** Resolves once all that was noticed is read and reported. */
  settled(): Promise<void>;
  /** Rejects with `not_found` for a path that is none of this folder's sounds, whatever it says. */
  describe(
    track: Track,
  ): Promise<{ readonly totalBytes: number; readonly contentType: string; readonly etag: string; readonly version: string }>;
  /** Bytes `start` to `end`, both included. */
  read(track: Track, range: { readonly start: number; readonly end: number }): AsyncIterable<Uint8Array>;
  /** The picture in the file, else the one in its folder, else null. */
  cover(track: Track): Promise<Cover | null>;
  /** Changes when the file does. */
  version(track: Track): string;
  close(): Promise<void>;
}

/** Starts reading and watching a folder; rejects with `not_found` if it cannot be read. */
export async function openMusicFolder({ path, onChange, onProblem, reportAgainMs = 5_000 }: MusicFolderOptions): Promise<MusicFolder> {
  const root = await realFolder(path);
  const index = new MusicIndex({ root, onChange, onProblem, reportAgainMs });
  const watching = await watchFolder(root, index);

  const fileOf = async (track: Track): Promise<{ readonly file: string; readonly stats: Stats }> => {
    const file = track.path === null || audioTypeOf(track.path) === null ? null : await inside(root, track.path);
    // What a link is called decides nothing: what it leads to has to be a sound too.
    if (file === null || audioTypeOf(file) === null) throw notThere();
    const stats = await stat(file).catch(() => null);
    if (!stats?.isFile()) throw notThere();
    return { file, stats };
  };
  const pictureOf = async (track: Track): Promise<Cover | null> => {
    const folder = dirname(track.path ?? '');
    const name = index.pictureOf(folder);
    const file = name === null ? null : await inside(root, folder === '.' ? name : `${folder}/${name}`);
    return file === null ? null : pictureFile(file);
  };

  return {
    tracks: () => index.tracks(),
    problems: () => index.problems(),
    settled: () => index.settled(),
    async describe(track) {
      const { stats } = await fileOf(track);
      const version = Math.floor(stats.mtimeMs).toString(36);
      return {
        totalBytes: stats.size,
        contentType: audioTypeOf(track.path ?? '') ?? 'application/octet-stream',
        etag: `"f${stats.size.toString(36)}-${version}"`,
        version,
      };
    },
    async *read(track, { start, end }) {
      const { file } = await fileOf(track);
      try {
        yield* createReadStream(file, { start, end });
      } catch (cause) {
        throw new AppError('sound_unavailable', `The file of ${track.id} could not be read to its end.`, { cause });
      }
    },
    async cover(track) {
      const { file } = await fileOf(track);
      try {
        return (await embeddedCover(file)) ?? (await pictureOf(track));
      } catch {
        return null;
      }
    },
    version: (track) => track.addedAtMs.toString(36),
    async close() {
      await watching.close();
      await index.close();
    },
  };
}

const notThere = () => new AppError('not_found', 'There is no such file in the music folder.');

async function realFolder(path: string): Promise<string> {
  try {
    const root = await realpath(path);
    if ((await stat(root)).isDirectory()) return root;
  } catch (cause) {
    throw new AppError('not_found', `The music folder ${path} cannot be read: it is not there, or not open to this user.`, { cause });
  }
  throw new AppError('not_found', `The music folder ${path} is a file; it has to be a folder.`);
}
