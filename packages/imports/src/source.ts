import type { Act, ListenerId } from '@segue/core/events';
import type { Track } from '@segue/core/model';

/** Where a row stands. */
export interface RowPlace {
  readonly file: string;
  /** Counted from 1. */
  readonly line: number;
}

/** One row of somebody's listening history, in the log's terms. */
export interface ImportedListen extends RowPlace {
  readonly listenerId: ListenerId;
  readonly act: Act;
  /** ms since 1970; null where the source knows no times. */
  readonly atMs: number | null;
  readonly strength: number | null;
}

/** A row that could not be taken: where, and why. */
export interface Refusal extends RowPlace {
  /** Without what the row says, so that those for the same reason can be counted. */
  readonly reason: string;
  /** What the row says there; null where the reason alone tells. */
  readonly value: string | null;
}

/** A history that was read: the tracks that it speaks of, its rows in a fixed order, and what was refused. */
export interface ImportSource {
  /** Names the run by format, seed and a hash of the content: the same goes on where it stopped, and another is another import. */
  readonly name: string;
  readonly tracks: readonly Track[];
  readonly listens: readonly ImportedListen[];
  readonly refusals: readonly Refusal[];
}

/** The source cannot be read at all: a missing file, wrong columns. The message says what was expected. */
export class ImportError extends Error {
  override readonly name = 'ImportError';
}
