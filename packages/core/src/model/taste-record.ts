import { AppError } from '../errors.ts';
import { ByteReader, ByteWriter } from './bytes.ts';
import { nothingShown, type RingEntry, type Taste } from './taste.ts';
import { readEntry, readFatigue, readFront, readState, writeEntry, writeFatigue, writeFront, writeState } from './taste-parts.ts';

/**
 * The packed record of a taste: version byte, the checkpoint, the ring, and at the end what changes at each event: what was
 * shown, and the front (the state now, outboxes). A taste is written at each event, and between two checkpoints the ring only
 * grows: what lies before its end stays as it is stored. Some 3 to 15 KB, and twice 10 more where thousands of tracks were
 * enjoyed. A reader refuses a version that it does not know; a new layout gets a new number and a branch here. Versions 1 and 2
 * knew three features, in an order of their own; up to 4 the front came first.
 */
export const TASTE_VERSION = 5;
/** The first that grows at its end. */
const FRONT_LAST = 5;

// Packing is synchronous: one writer serves all records.
const writer = new ByteWriter();

/** The beginning of a record that stays as it is while the ring grows: a checkpoint, and so many entries. */
export interface RecordBase {
  /** The very object: a taste whose checkpoint moved has another one. */
  readonly checkpoint: Taste['checkpoint'];
  readonly entries: number;
  readonly bytes: number;
}

export interface PackedTaste {
  /** So many first bytes of the record that was packed before stay; 0 where it is packed whole. */
  readonly keeps: number;
  /** What follows them. */
  readonly record: Uint8Array;
  /** Of the record as it is now: what the next one may keep. */
  readonly base: RecordBase;
}

/** Whole. */
export function packTaste(taste: Taste): Uint8Array {
  return packTasteAfter(taste, null).record;
}

/**
 * What the store keeps, as far as it is not there yet.
 *
 * @param stored the base of what the store has of this taste; null where that is not known
 * @param front `packTasteFront`'s, where the caller has it
 */
export function packTasteAfter(taste: Taste, stored: RecordBase | null, front: Uint8Array = packTasteFront(taste)): PackedTaste {
  const { checkpoint, ring } = taste;
  const kept = stored?.checkpoint === checkpoint ? stored : null;
  if (!kept) {
    writer.u8(TASTE_VERSION);
    writeState(writer, checkpoint);
  }
  for (let at = kept?.entries ?? 0; at < ring.length; at++) writeEntry(writer, ring[at]!);
  const keeps = kept?.bytes ?? 0;
  const grown = writer.length;
  const { waiting, other } = taste.shown;
  writeFatigue(writer, waiting);
  writer.u8(other ? 1 : 0);
  if (other) writeFatigue(writer, other);
  writer.bytes(front);
  writer.u32(front.length);
  writer.u32(writer.length - grown + LAST_LENGTH);
  return { keeps, record: writer.take(), base: { checkpoint, entries: ring.length, bytes: keeps + grown } };
}

/** A record ends with the length of its front, and of everything behind the ring. */
const LAST_LENGTH = 4;

/** Without checkpoint and ring: what those who serve need, and what travels in a notice. */
export function packTasteFront(taste: Taste): Uint8Array {
  writer.u8(TASTE_VERSION);
  writeFront(writer, taste);
  return writer.take();
}

export function unpackTaste(record: Uint8Array): Taste {
  return unpackStored(record).taste;
}

/** With what the next record may keep of this one; null where it is of an older layout. */
export function unpackStored(record: Uint8Array): { readonly taste: Taste; readonly base: RecordBase | null } {
  const version = versionOf(record);
  if (version < FRONT_LAST) return { taste: unpackFrontFirst(record, version), base: null };
  const lengths = new ByteReader(record.subarray(Math.max(0, record.length - 2 * LAST_LENGTH)));
  const frontLength = lengths.u32();
  const ringEnd = record.length - lengths.u32();
  const frontStart = record.length - 2 * LAST_LENGTH - frontLength;
  if (ringEnd < 0 || frontStart < ringEnd) throw new AppError('record_malformed', 'the parts of a packed taste do not fit in it');
  const reader = new ByteReader(record);
  reader.u8();
  const checkpoint = readState(reader, version);
  const ring: RingEntry[] = [];
  while (reader.at < ringEnd) ring.push(readEntry(reader));
  const waiting = readFatigue(reader);
  const other = reader.u8() === 1 ? readFatigue(reader) : null;
  const front = unpackTasteFront(reader.part(frontLength));
  const taste: Taste = { ...front, checkpoint, ring, shown: { counted: front.shown.counted, other, waiting } };
  return { taste, base: { checkpoint, entries: ring.length, bytes: ringEnd } };
}

/** A taste without the way it came about: no ring, and the state now for a checkpoint. */
export function unpackTasteFront(front: Uint8Array): Taste {
  const version = versionOf(front);
  if (version < FRONT_LAST) return unpackFrontFirst(front, version);
  const reader = new ByteReader(front);
  reader.u8();
  return readFront(reader, version);
}

function versionOf(record: Uint8Array): number {
  const version = new ByteReader(record).u8();
  if (version >= 1 && version <= TASTE_VERSION) return version;
  throw new AppError('record_malformed', `a taste record has version ${version}; this program reads 1 to ${TASTE_VERSION}`);
}

/** A record, or the front of one, of versions 1 to 4. */
function unpackFrontFirst(record: Uint8Array, version: number): Taste {
  const reader = new ByteReader(record);
  reader.u8();
  const front = readFront(reader, version);
  const checkpoint = reader.part(reader.u32());
  const ring = Array.from({ length: reader.u16() }, () => readEntry(new ByteReader(reader.part(reader.u16()))));
  if (checkpoint.length === 0) return front;
  // Version 1 counted at once what was shown.
  const waiting = version > 1 ? readFatigue(reader) : nothingShown().waiting;
  const other = version > 1 && reader.u8() === 1 ? readFatigue(reader) : null;
  return {
    ...front,
    ring,
    checkpoint: readState(new ByteReader(checkpoint), version),
    shown: { counted: front.shown.counted, other, waiting },
  };
}
