import type { Act, EventId, Gesture, OutboxId } from '@segue/core/events';

export type Lane = 'impression' | 'seek' | 'keep';

/** One gesture as the outbox holds it, keyed by (generation, number). */
export interface Entry {
  /** Counts the outbox ids of this browser profile: an outbox that the server forgot is followed by the next. */
  readonly gen: number;
  readonly number: number;
  readonly outbox: OutboxId;
  /** The id that the caller of `gesture` was given; differs from `outbox:number` if it was renumbered. */
  readonly given: EventId;
  /** This machine's clock, ms since 1970. */
  readonly atMs: number;
  /** Fixed at the first sending: one number must never be sent with two contents. */
  readonly occurredAt: string | null;
  readonly shown: Gesture['shown'] | null;
  readonly trace: string | null;
  readonly act: Act;
  /** How often it was handed to a socket. */
  readonly sends: number;
  /** How often it got a new number; bounded, so that a server that knows no outbox ends in a refusal, not in a loop. */
  readonly renames: number;
  readonly lane: Lane;
}

export interface Dropped {
  readonly impression: number;
  readonly seek: number;
  readonly other: number;
}

/** What the outbox knows of itself, beside its entries. */
export interface Meta {
  readonly outbox: OutboxId;
  readonly gen: number;
  /** The next number that nobody was given. */
  readonly next: number;
  /** A number of this outbox was acked: from here on tabs may keep blocks of numbers. */
  readonly begun: boolean;
  readonly held: number;
  readonly dropped: Dropped;
  /** +1 with each change, so that tabs can tell which of two reports is newer. */
  readonly version: number;
  /** The sending tab where the browser has no Web Locks. */
  readonly lease: { readonly tab: string; readonly untilMs: number } | null;
}

export interface Key {
  readonly gen: number;
  readonly number: number;
}

export interface Tx {
  meta(): Promise<Meta | null>;
  putMeta(meta: Meta): void;
  get(key: Key): Promise<Entry | null>;
  put(entry: Entry): void;
  delete(key: Key): void;
  /** The first entries in the order of (generation, number). */
  first(limit: number): Promise<readonly Entry[]>;
  /** The first of one lane, in the same order. */
  firstOf(lane: Lane, limit: number): Promise<readonly Entry[]>;
}

/** All that a disk has. */
export interface Stored {
  readonly meta: Meta | null;
  readonly entries: readonly Entry[];
}

/**
 * Where an outbox lives.
 *
 * - OD1 A transaction's writes stand together or not at all, and none of another tab's comes between its reads and writes.
 * - OD2 Entries come back in the order of (generation, number).
 * - OD3 Transactions take effect in the order in which one tab asked for them.
 * - OD4 What stands can be read without a write: a disk that is full still gives it back.
 */
export interface Disk {
  readonly kind: 'indexeddb' | 'memory';
  /** Another page asked for it, to migrate or to forget: it is not to be opened again from here. */
  readonly taken: boolean;
  /** `durable` waits until a power cut cannot take the write back; a closed tab takes nothing back either way. */
  transact<T>(work: (tx: Tx) => Promise<T>, durable: boolean): Promise<T>;
  read(): Promise<Stored>;
  close(): void;
}

export const eventIdOf = (entry: { readonly outbox: OutboxId; readonly number: number }): EventId =>
  `${entry.outbox}:${entry.number}` as EventId;
export const keyText = (key: Key): string => `${key.gen}:${key.number}`;
