import { basename, dirname } from 'node:path/posix';
import type { TrackId } from '@segue/core/events';
import type { Track } from '@segue/core/model';
import { within } from '@segue/core/within';
import { audioTypeOf, isFolderCover } from './audio-types.ts';
import { inside } from './inside.ts';
import { fileTrackId, readTrack, UnreadableFile } from './read-track.ts';

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
}

/** Files read side by side: the disk and one core are kept busy, the sound that plays is not starved. */
const READERS = 3;
/** Tracks reported in one call. */
const REPORTED_AT_ONCE = 200;
/** A file on a disk that went to sleep, or on a network that went away. */
const READ_TIMEOUT_MS = 30_000;
/** Past it the rest of a folder is left out, and said to be. */
export const MAX_FILES = 200_000;

/** What is known of the files of a folder. It is told of files that came and went, and reads them a few at a time. */
export class MusicIndex {
  readonly #options: MusicIndexOptions;
  readonly #files = new Map<string, Track>();
  readonly #embedded = new Set<string>();
  readonly #pictures = new Map<string, Set<string>>();
  readonly #problems = new Map<string, MusicProblem>();
  readonly #toRead = new Set<string>();
  readonly #toReport = new Map<TrackId, Track | null>();
  readonly #waiting: (() => void)[] = [];
  /** Being read; one that goes away meanwhile is taken out, and what was read is not used. */
  readonly #inHand = new Map<string, object>();
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
    return [...this.#problems.values()];
  }

  /** The picture that stands for a folder, by name; null if it has none. */
  pictureOf(folder: string): string | null {
    const [first = null] = [...(this.#pictures.get(folder) ?? [])].sort();
    return first;
  }

  /** A file is there, or has other bytes than before. */
  present(path: string): void {
    if (isFolderCover(basename(path))) {
      this.#picture(path, true);
      return;
    }
    if (audioTypeOf(path) === null) return;
    if (this.#files.size + this.#toRead.size >= MAX_FILES && !this.#files.has(path)) {
      this.problem('', `It holds more than ${MAX_FILES} sounds: the rest is left out.`);
      return;
    }
    this.#toRead.add(path);
    this.#work();
  }

  absent(path: string): void {
    if (isFolderCover(basename(path))) {
      this.#picture(path, false);
      return;
    }
    this.#toRead.delete(path);
    this.#inHand.delete(path);
    this.#problems.delete(path);
    this.#forget(path);
    this.#work();
  }

  /** Everything that was there at the start has been named. */
  listed(): void {
    this.#listed = true;
    this.#work();
  }

  problem(path: string, reason: string): void {
    if (this.#problems.get(path)?.reason === reason) return;
    this.#problems.set(path, { path, reason });
    this.#options.onProblem({ path, reason });
  }

  settled(): Promise<void> {
    if (this.#isSettled()) return Promise.resolve();
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  async close(): Promise<void> {
    this.#closed = true;
    if (this.#again) clearTimeout(this.#again);
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
    try {
      const file = await inside(this.#options.root, path);
      if (file === null || audioTypeOf(file) === null)
        throw new UnreadableFile('It is a link that leads out of the music folder, or to no sound.');
      const track = await within(
        READ_TIMEOUT_MS,
        readTrack(file, path),
        () => new UnreadableFile(`Reading it took more than ${READ_TIMEOUT_MS / 1_000} s.`),
      );
      if (this.#closed || this.#inHand.get(path) !== turn) return;
      if (track.hasCover) this.#embedded.add(path);
      else this.#embedded.delete(path);
      this.#problems.delete(path);
      this.#put(path, { ...track, hasCover: this.#hasCover(path) });
    } catch (cause) {
      if (this.#closed || this.#inHand.get(path) !== turn) return;
      this.#forget(path);
      this.problem(
        path,
        cause instanceof UnreadableFile ? cause.message : `It could not be read: ${cause instanceof Error ? cause.message : cause}.`,
      );
    } finally {
      if (this.#inHand.get(path) === turn) this.#inHand.delete(path);
    }
  }

  #hasCover(path: string): boolean {
    return this.#embedded.has(path) || this.pictureOf(dirname(path)) !== null;
  }

  #put(path: string, track: Track): void {
    this.#files.set(path, track);
    this.#toReport.set(track.id, track);
  }

  #forget(path: string): void {
    this.#embedded.delete(path);
    if (this.#files.delete(path)) this.#toReport.set(fileTrackId(path), null);
  }

  /** A picture came or went: the folder's tracks have a cover now, or none. */
  #picture(path: string, there: boolean): void {
    const folder = dirname(path);
    const names = this.#pictures.get(folder) ?? new Set();
    if (there) names.add(basename(path));
    else names.delete(basename(path));
    if (names.size > 0) this.#pictures.set(folder, names);
    else this.#pictures.delete(folder);
    for (const [file, track] of this.#files) {
      if (dirname(file) === folder && track.hasCover !== this.#hasCover(file))
        this.#put(file, { ...track, hasCover: this.#hasCover(file) });
    }
    this.#work();
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
      this.#problems.delete('');
    } catch (cause) {
      this.problem('', `Its tracks could not be passed on yet: ${cause instanceof Error ? cause.message : cause}`);
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
