import { AppError } from '../errors.ts';
import type { EventId, Position } from '../events/index.ts';
import { ByteReader, ByteWriter } from './bytes.ts';
import type { Taste } from './taste.ts';
import { packTasteFront, unpackTasteFront } from './taste-record.ts';

/** "Taste changed", with the new taste in it, and when each step of the way was done (server's clock, ms since 1970). */
export interface TasteNotice {
  /** State and outboxes; its ring and checkpoint stayed in the store. */
  readonly taste: Taste;
  /** The newest event that it covers. */
  readonly cause: EventId;
  readonly position: Position;
  readonly steps: {
    readonly receivedAtMs: number;
    readonly takenAtMs: number;
    readonly learntAtMs: number;
    readonly storedAtMs: number;
  };
  /** Nothing that a slate shows has changed (impressions, resendings): cover it, push nothing. */
  readonly silent: boolean;
}

const NOTICE_VERSION = 1;
const writer = new ByteWriter();

/**
 * `storedAtMs` is when the write was sent: what comes after is the store's and the notice's time together.
 * @param front `packTasteFront`'s, where the caller has it
 */
export function packNotice(notice: Omit<TasteNotice, 'position'>, front: Uint8Array = packTasteFront(notice.taste)): Uint8Array {
  writer.u8(NOTICE_VERSION);
  writer.u8(notice.silent ? 1 : 0);
  writer.text(notice.cause);
  const { steps } = notice;
  for (const value of [steps.receivedAtMs, steps.takenAtMs, steps.learntAtMs, steps.storedAtMs]) writer.f64(value);
  writer.u32(front.length);
  writer.bytes(front);
  return writer.take();
}

/** With the packed front that the taste is of: a part of `bytes`. */
export function unpackNotice(bytes: Uint8Array): TasteNotice & { readonly front: Uint8Array } {
  const reader = new ByteReader(bytes);
  const version = reader.u8();
  if (version !== NOTICE_VERSION)
    throw new AppError('record_malformed', `a notice has version ${version}; this program reads ${NOTICE_VERSION}`);
  const silent = reader.u8() === 1;
  const cause = reader.text() as EventId;
  const steps = {
    receivedAtMs: reader.f64(),
    takenAtMs: reader.f64(),
    learntAtMs: reader.f64(),
    storedAtMs: reader.f64(),
  };
  const front = reader.part(reader.u32());
  const taste = unpackTasteFront(front);
  return { taste, front, cause, position: taste.position, steps, silent };
}
