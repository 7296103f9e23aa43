import { randomUUID } from 'node:crypto';
import type { Stats } from 'node:fs';
import { open, realpath, stat } from 'node:fs/promises';
import { dirname } from 'node:path/posix';
import { AppError } from '@segue/core/errors';
import type { Track } from '@segue/core/model';
import { audioTypeOf } from './audio-types.ts';
import { type Cover, embeddedCover, pictureFile } from './cover.ts';
import { inside } from './inside.ts';
import { mayPass } from './may-pass.ts';
import { type MusicChange, MusicIndex, type MusicProblem } from './music-index.ts';
import { versionOf } from './version.ts';
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
  /** How often it is looked whether a folder that went away is back; 3 s unless said. */
  readonly lookEveryMs?: number;
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
  /**
   * Bytes `start` to `end`, both included. Rejects with `sound_unavailable` where the file is not what `etag` names any more,
   * or ends too early.
   */
  read(track: Track, range: { readonly start: number; readonly end: number; readonly etag?: string }): AsyncIterable<Uint8Array>;
  /** The picture in the file, else the one in its folder, else null. Rejects with `sound_unavailable` where the disk fails. */
  cover(track: Track): Promise<Cover | null>;
  /** Changes when the file does, or the picture in its folder. */
  version(track: Track): string;
  close(): Promise<void>;
}

/** Starts reading and watching a folder; rejects with `not_found` if it cannot be read. */
export async function openMusicFolder({
  path,
  onChange,
  onProblem,
  reportAgainMs = 5_000,
  lookEveryMs = 3_000,
}: MusicFolderOptions): Promise<MusicFolder> {
  const root = await realFolder(path);
  const index = new MusicIndex({ root, onChange, onProblem, reportAgainMs });
  const watching = await watchFolder(root, index, { lookEveryMs });

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
    if (name === null) return null;
    const file = await inside(root, folder === '.' ? name : `${folder}/${name}`);
    if (file === null) throw cut(track, 'lost its picture just now');
    return pictureFile(file);
  };

  // Another one at each start: what is shown before a file was read must not be kept under an address that comes again.
  const unread = randomUUID().slice(0, 8);
  const withPicture = (track: Track, version: string): string => {
    const picture = index.pictureVersionOf(dirname(track.path ?? ''));
    return picture === null ? version : `${version}-${picture}`;
  };

  return {
    tracks: () => index.tracks(),
    problems: () => index.problems(),
    settled: () => index.settled(),
    async describe(track) {
      const { stats } = await fileOf(track);
      return {
        totalBytes: stats.size,
        contentType: audioTypeOf(track.path ?? '') ?? 'application/octet-stream',
        etag: etagOf(stats),
        version: withPicture(track, versionOf(stats)),
      };
    },
    async *read(track, { start, end, etag }) {
      const { file } = await fileOf(track);
      let missing = end - start + 1;
      try {
        const handle = await open(file);
        try {
          if (etag !== undefined && etagOf(await handle.stat()) !== etag) throw cut(track, 'was replaced just now');
          for await (const chunk of handle.createReadStream({ start, end, autoClose: false }) as AsyncIterable<Buffer>) {
            missing -= chunk.length;
            yield chunk;
          }
        } finally {
          await handle.close();
        }
      } catch (cause) {
        throw cause instanceof AppError ? cause : cut(track, 'could not be read to its end', { cause });
      }
      // Without a word the client would wait for the rest of what it was told.
      if (missing > 0) throw cut(track, `ended ${missing} bytes early`);
    },
    async cover(track) {
      const { file } = await fileOf(track);
      try {
        return (await embeddedCover(file)) ?? (await pictureOf(track));
      } catch (cause) {
        // A drawn one in its place would be kept for good.
        if (mayPass(cause)) throw new AppError('sound_unavailable', `The cover of ${track.id} could not be read; try again.`, { cause });
        return null;
      }
    },
    version: (track) => withPicture(track, index.versionOf(track.path ?? '') ?? unread),
    async close() {
      await watching.close();
      await index.close();
    },
  };
}

const etagOf = (stats: Stats): string => `"f${versionOf(stats)}"`;
const cut = ({ id }: Track, what: string, options?: ErrorOptions) =>
  new AppError('sound_unavailable', `The file of ${id} ${what}; try again.`, options);
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
