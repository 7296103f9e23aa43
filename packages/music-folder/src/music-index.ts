import { lstat, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path/posix';
import { AppError } from '@segue/core/errors';
import type { TrackId } from '@segue/core/events';
import { hashOf, type Track } from '@segue/core/model';
import { within } from '@segue/core/within';
import { audioTypeOf, isFolderCover } from './audio-types.ts';
import { inside } from './inside.ts';
import { mayPass } from './may-pass.ts';
import { fileTrackId, readTrack, UnreadableFile } from './read-track.ts';
import { versionOf } from './version.ts';

export interface MusicChange {
  readonly changed: readonly Track[];
  readonly removed: readonly TrackId[];
}

export interface MusicProblem {
  /** Below the music folder; empty where it is about the folder itself. */
  readonly path: string;
  readonly reason: string;
}

export interface MusicIndexOptions {
  readonly root: string;
  readonly onChange: (change: MusicChange) => Promise<void> | void;
  readonly onProblem: (problem: MusicProblem) => void;
  readonly reportAgainMs: number;
  /** How a file is read; `readTrack` unless said. */
  readonly read?: typeof readTrack;
}

/** What may be wrong with the folder itself: each is told, and over, by itself. */
export type FolderTrouble = 'root' | 'watch' | 'limit' | 'report';

/** Files read side by side: the disk and one core are kept busy, the sound that plays is not starved. */
const READERS = 3;
/** Tracks reported in one call. */
const REPORTED_AT_ONCE = 200;
/** A file on a disk that went to sleep, or on a network that went away. */
const READ_TIMEOUT_MS = 30_000;
/** After which a file is read again that the disk did not give; the last one for ever. */
const READ_AGAIN_MS = [30_000, 120_000, 600_000, 1_800_000] as const;
/** Past it the rest of a folder is left out, and said to be. */
export const MAX_FILES = 200_000;

/** What is known of the files of a folder. It is told of files that came and went, and reads them a few at a time. */
export class MusicIndex {
  readonly #options: MusicIndexOptions;
  readonly #files = new Map<string, Track>();
  readonly #versions = new Map<string, string>();
  /** The tracks of each folder, for a picture that comes or goes there. */
  readonly #inFolder = new Map<string, Set<string>>();
  readonly #embedded = new Set<string>();
  /** Of each folder: names and versions. */
  readonly #pictures = new Map<string, Map<string, string>>();
  readonly #problems = new Map<string, MusicProblem>();
  readonly #troubles = new Map<FolderTrouble, MusicProblem>();
  readonly #toRead = new Set<string>();
  readonly #toReport = new Map<TrackId, Track | null>();
  readonly #waiting: (() => void)[] = [];
  /** Being read; one that goes away meanwhile is taken out, and what was read is not used. */
  readonly #inHand = new Map<string, object>();
  /** To be read again later. */
  readonly #failed = new Map<string, { readonly times: number; readonly timer: NodeJS.Timeout }>();
  #reading = 0;
  #reporting = false;
  #listed = false;
  #closed = false;
  #again: NodeJS.Timeout | null = null;

  constructor(options: MusicIndexOptions) {
    this.#options = options;
  }

  tracks(): readonly Track[] {
    return [...this.#files.values()];
  }

  problems(): readonly MusicProblem[] {
    return [...this.#troubles.values(), ...this.#problems.values()];
  }

  /** The picture that stands for a folder, by name; null if it has none. */
  pictureOf(folder: string): string | null {
    const [first = null] = [...(this.#pictures.get(folder)?.keys() ?? [])].sort();
    return first;
  }

  /** Of the bytes of a file; null until it was read. */
  versionOf(path: string): string | null {
    return this.#versions.get(path) ?? null;
  }

  /** Of the picture that stands for a folder; null if it has none. */
  pictureVersionOf(folder: string): string | null {
    return this.#pictures.get(folder)?.get(this.pictureOf(folder) ?? '') ?? null;
  }

  /** A file is there, or has other bytes than before. */
  present(path: string): void {
    if (!isFolderCover(basename(path))) {
      if (audioTypeOf(path) === null) return;
      if (this.#files.size + this.#toRead.size >= MAX_FILES && !this.#files.has(path)) {
        this.trouble('limit', `It holds more than ${MAX_FILES} sounds: the rest is left out.`);
        return;
      }
    }
    this.#forgetFailure(path);
    this.#toRead.add(path);
    this.#work();
  }

  absent(path: string): void {
    this.#toRead.delete(path);
    this.#inHand.delete(path);
    this.#problems.delete(path);
    this.#forgetFailure(path);
    if (isFolderCover(basename(path))) this.#picture(path, null);
    else this.#forget(path);
    this.#work();
  }

  /** All that is there has been named; what else was known is gone. */
  listed(named: ReadonlySet<string>): void {
    this.#listed = true;
    const pictures = [...this.#pictures].flatMap(([folder, names]) => [...names.keys()].map((name) => join(folder, name)));
    for (const path of [...this.#files.keys(), ...this.#problems.keys(), ...pictures]) if (!named.has(path)) this.absent(path);
    this.#work();
  }

  problem(path: string, reason: string): void {
    if (this.#problems.get(path)?.reason === reason) return;
    this.#problems.set(path, { path, reason });
    this.#options.onProblem({ path, reason });
  }

  trouble(about: FolderTrouble, reason: string): void {
    if (this.#troubles.get(about)?.reason === reason) return;
    this.#troubles.set(about, { path: '', reason });
    this.#options.onProblem({ path: '', reason });
  }

  isOver(about: FolderTrouble): void {
    this.#troubles.delete(about);
  }

  settled(): Promise<void> {
    if (this.#isSettled()) return Promise.resolve();
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  async close(): Promise<void> {
    this.#closed = true;
    if (this.#again) clearTimeout(this.#again);
    for (const path of this.#failed.keys()) this.#forgetFailure(path);
    this.#toRead.clear();
    for (const resolve of this.#waiting.splice(0)) resolve();
  }

  #isSettled(): boolean {
    return (
      this.#closed || (this.#listed && this.#toRead.size === 0 && this.#reading === 0 && this.#toReport.size === 0 && !this.#reporting)
    );
  }

  #work(): void {
    for (const path of this.#toRead) {
      if (this.#closed || this.#reading >= READERS) break;
      // It changed while it was being read: it waits for its turn, so that the newer reading comes last.
      if (this.#inHand.has(path)) continue;
      this.#toRead.delete(path);
      this.#reading++;
      void this.#read(path).finally(() => {
        this.#reading--;
        this.#work();
      });
    }
    const idle = this.#reading === 0 && this.#toRead.size === 0;
    if (this.#toReport.size >= REPORTED_AT_ONCE || (idle && this.#toReport.size > 0)) void this.#report();
    if (this.#isSettled()) for (const resolve of this.#waiting.splice(0)) resolve();
  }

  async #read(path: string): Promise<void> {
    const turn = {};
    this.#inHand.set(path, turn);
    const isDue = () => !this.#closed && this.#inHand.get(path) === turn;
    try {
      const take = await within(
        READ_TIMEOUT_MS,
        isFolderCover(basename(path)) ? this.#readPicture(path) : this.#readSound(path),
        () => new AppError('sound_unavailable', `Reading it took more than ${READ_TIMEOUT_MS / 1_000} s.`),
      );
      if (!isDue()) return;
      this.#forgetFailure(path);
      this.#problems.delete(path);
      take();
    } catch (cause) {
      if (!isDue()) return;
      const reason = cause instanceof Error ? cause.message : String(cause);
      if (mayPass(cause)) {
        // What is known of it stays: a disk that fails for a moment takes nothing out of the catalogue.
        this.#readLater(path);
        this.problem(path, `It could not be read for now, and is read again later: ${reason}`);
      } else {
        this.#forgetFailure(path);
        this.#forget(path);
        this.problem(path, cause instanceof UnreadableFile ? reason : `It could not be read: ${reason}.`);
      }
    } finally {
      if (this.#inHand.get(path) === turn) this.#inHand.delete(path);
    }
  }

  /** What to do with what was read, should it still be wanted then. */
  async #readSound(path: string): Promise<() => void> {
    const { root, read = readTrack } = this.#options;
    const file = await inside(root, path);
    if (file === null || audioTypeOf(file) === null) {
      // It may have gone with the whole folder, which comes back.
      await lstat(join(root, path));
      throw new UnreadableFile('It is a link that leads out of the music folder, or to no sound.');
    }
    const stats = await stat(file);
    const track = await read(file, path, stats);
    return () => {
      if (track.hasCover) this.#embedded.add(path);
      else this.#embedded.delete(path);
      this.#versions.set(path, versionOf(stats));
      this.#put(path, { ...track, hasCover: this.#hasCover(path) });
    };
  }

  async #readPicture(path: string): Promise<() => void> {
    const file = await inside(this.#options.root, path);
    const stats = file === null ? null : await stat(file);
    return () => this.#picture(path, stats && versionOf(stats));
  }

  #readLater(path: string): void {
    const times = this.#failed.get(path)?.times ?? 0;
    const timer = setTimeout(
      () => {
        this.#toRead.add(path);
        this.#work();
      },
      READ_AGAIN_MS[Math.min(times, READ_AGAIN_MS.length - 1)],
    );
    this.#failed.set(path, { times: times + 1, timer });
  }

  #forgetFailure(path: string): void {
    clearTimeout(this.#failed.get(path)?.timer);
    this.#failed.delete(path);
  }

  #hasCover(path: string): boolean {
    return this.#embedded.has(path) || this.pictureOf(dirname(path)) !== null;
  }

  #put(path: string, track: Track): void {
    this.#files.set(path, track);
    const folder = dirname(path);
    const paths = this.#inFolder.get(folder) ?? new Set();
    this.#inFolder.set(folder, paths.add(path));
    this.#toReport.set(track.id, track);
  }

  #forget(path: string): void {
    this.#embedded.delete(path);
    this.#versions.delete(path);
    if (!this.#files.delete(path)) return;
    const folder = dirname(path);
    const paths = this.#inFolder.get(folder);
    paths?.delete(path);
    if (paths?.size === 0) this.#inFolder.delete(folder);
    this.#toReport.set(fileTrackId(path), null);
  }

  /** A picture came, changed or, without a version, went: the folder's tracks have a cover now, or none. */
  #picture(path: string, version: string | null): void {
    const folder = dirname(path);
    const names = this.#pictures.get(folder) ?? new Map<string, string>();
    if (version === null) names.delete(basename(path));
    else names.set(basename(path), hashOf(`${basename(path)} ${version}`).toString(36));
    if (names.size > 0) this.#pictures.set(folder, names);
    else this.#pictures.delete(folder);
    for (const file of this.#inFolder.get(folder) ?? []) {
      const track = this.#files.get(file);
      if (track && track.hasCover !== this.#hasCover(file)) this.#put(file, { ...track, hasCover: this.#hasCover(file) });
    }
  }

  async #report(): Promise<void> {
    if (this.#reporting || this.#again || this.#closed) return;
    this.#reporting = true;
    const batch = [...this.#toReport].slice(0, REPORTED_AT_ONCE);
    for (const [id] of batch) this.#toReport.delete(id);
    try {
      await this.#options.onChange({
        changed: batch.flatMap(([, track]) => track ?? []),
        removed: batch.flatMap(([id, track]) => (track ? [] : id)),
      });
      this.isOver('report');
    } catch (cause) {
      this.trouble('report', `Its tracks could not be passed on yet: ${cause instanceof Error ? cause.message : cause}`);
      // What changed again meanwhile is newer than the batch.
      for (const [id, track] of batch) if (!this.#toReport.has(id)) this.#toReport.set(id, track);
      if (!this.#closed) {
        this.#again = setTimeout(() => {
          this.#again = null;
          this.#work();
        }, this.#options.reportAgainMs);
      }
    }
    this.#reporting = false;
    this.#work();
  }
}
