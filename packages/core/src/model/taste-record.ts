import { AppError } from '../errors.ts';
import { ActSchema, type ArtistId, type EventId, type OutboxId, type TrackId } from '../events/index.ts';
import { hashOfName, LISTENER_FEATURES } from '../stream/index.ts';
import { ByteReader, ByteWriter } from './bytes.ts';
import { Enjoyed } from './enjoyed.ts';
import { readFeatures, writeFeatures } from './feature-record.ts';
import type { FoldInput } from './fold.ts';
import type { ListenerState, RecentListen } from './listener-state.ts';
import { type Fatigue, nothingShown, type RingEntry, type Taste } from './taste.ts';
import { DIMENSIONS } from './vector.ts';

/**
 * The packed record of a taste: version byte, the checkpoint, the ring, and at the end what changes at each event: what was
 * shown, and the front (the state now, outboxes). A taste is written at each event, and between two checkpoints the ring only
 * grows: what lies before its end stays as it is stored. Some 3 to 15 KB, and twice 10 more where thousands of tracks were
 * enjoyed. A reader refuses a version that it does not know; a new layout gets a new number and a branch here. Versions 1 and 2
 * knew three features, in an order of their own; up to 4 the front came first.
 */
export const TASTE_VERSION = 5;
/** The first with the tracks that were enjoyed long ago. */
const WITH_ENJOYED = 4;
/** The first that grows at its end. */
const FRONT_LAST = 5;

const KINDS: readonly RecentListen['kind'][] = ['played', 'completed', 'skipped', 'liked', 'rejected'];

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
    writeState(checkpoint);
  }
  for (let at = kept?.entries ?? 0; at < ring.length; at++) writeEntry(ring[at]!);
  const keeps = kept?.bytes ?? 0;
  const grown = writer.length;
  const { waiting, other } = taste.shown;
  writeFatigue(waiting);
  writer.u8(other ? 1 : 0);
  if (other) writeFatigue(other);
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
  writeFront(taste);
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

function readFront(reader: ByteReader, version: number): Taste {
  const dimensions = reader.u8();
  if (dimensions !== DIMENSIONS) throw new AppError('record_malformed', `a taste record has ${dimensions} dimensions, not ${DIMENSIONS}`);
  const revision = reader.f64();
  const position = {
    epoch: reader.f64(),
    partition: reader.u16(),
    offset: reader.f64(),
  };
  const state = readState(reader, version);
  const outboxes = Array.from({ length: reader.u8() }, () => ({
    outbox: reader.text() as OutboxId,
    highest: reader.f64(),
    bits: readBits(reader),
  }));
  const shown = { ...nothingShown(), counted: readFatigue(reader) };
  return { revision, position, state, checkpoint: state, ring: [], outboxes, shown };
}

function writeFront(taste: Taste): void {
  writer.u8(DIMENSIONS);
  writer.f64(taste.revision);
  writer.f64(taste.position.epoch);
  writer.u16(taste.position.partition);
  writer.f64(taste.position.offset);
  writeState(taste.state);
  writer.u8(taste.outboxes.length);
  for (const window of taste.outboxes) {
    writer.text(window.outbox);
    writer.f64(window.highest);
    let bits = window.bits;
    for (let i = 0; i < 4; i++, bits >>= 32n) writer.u32(Number(bits & 0xffff_ffffn));
  }
  writeFatigue(taste.shown.counted);
}

function writeFatigue(fatigue: Fatigue): void {
  writer.u8(fatigue.size);
  for (const [track, times] of fatigue) {
    writer.text(track);
    writer.u16(Math.min(times, 0xffff));
  }
}

function readFatigue(reader: ByteReader): Fatigue {
  const fatigue: Fatigue = new Map();
  for (let n = reader.u8(); n > 0; n--) fatigue.set(reader.text() as TrackId, reader.u16());
  return fatigue;
}

function readBits(reader: ByteReader): bigint {
  let bits = 0n;
  for (let i = 0n; i < 4n; i++) bits |= BigInt(reader.u32()) << (32n * i);
  return bits;
}

function writeState(state: ListenerState): void {
  writer.vector(state.factors);
  writer.u32(state.lessons);
  writeWeights(state.genres);
  writeWeights(state.artists);
  // Doubles, not floats: what is loaded must go on folding exactly as what stayed in memory does.
  for (const mean of [state.tempo, state.energy]) {
    writer.f64(mean.mean);
    writer.f64(mean.weight);
  }
  writer.u16(state.recent.length);
  for (const listen of state.recent) {
    writer.text(listen.trackId);
    writer.text(listen.artistId);
    writer.u8(KINDS.indexOf(listen.kind));
    writer.f64(listen.heardFraction);
    writer.f64(listen.atMs);
  }
  for (const set of [state.liked, state.disliked, state.blockedTracks, state.blockedArtists]) {
    writer.u16(set.size);
    for (const id of set) writer.text(id);
  }
  writer.u16(state.yours.length);
  for (const row of state.yours) {
    writer.text(row.trackId);
    writer.u8(row.by === 'pin' ? 1 : 0);
  }
  writer.f64(state.tune.discover);
  writer.f64(state.tune.energy);
  writer.text(state.profile.country ?? '');
  writer.text(state.profile.ageBand ?? '');
  writer.u8(state.profile.genres.length);
  for (const genre of state.profile.genres) writer.text(genre);
  const { windows } = state;
  writer.f64(windows.sessionStartMs);
  writer.f64(windows.lastMs);
  writeFeatures(writer, LISTENER_FEATURES, windows.features);
  state.enjoyed.write(writer);
}

function readState(reader: ByteReader, version: number): ListenerState {
  const list = <T>(length: number, read: () => T): T[] => Array.from({ length }, read);
  const factors = reader.vector();
  const lessons = reader.u32();
  const genres = readWeights(reader);
  const artists = readWeights(reader);
  const tempo = { mean: reader.f64(), weight: reader.f64() };
  const energy = { mean: reader.f64(), weight: reader.f64() };
  const recent = list(
    reader.u16(),
    (): RecentListen => ({
      trackId: reader.text() as TrackId,
      artistId: reader.text() as ArtistId | '',
      kind: KINDS[reader.u8()] ?? 'played',
      heardFraction: reader.f64(),
      atMs: reader.f64(),
    }),
  );
  const set = <T extends string>() => new Set(list(reader.u16(), () => reader.text() as T));
  const liked = set<TrackId>();
  const disliked = set<TrackId>();
  const blockedTracks = set<TrackId>();
  const blockedArtists = set<ArtistId>();
  const yours = list(reader.u16(), () => ({
    trackId: reader.text() as TrackId,
    by: reader.u8() === 1 ? ('pin' as const) : ('queue' as const),
  }));
  const tune = { discover: reader.f64(), energy: reader.f64() };
  const profile = {
    country: reader.text() || null,
    ageBand: reader.text() || null,
    genres: list(reader.u8(), () => reader.text()),
  };
  const sessionStartMs = reader.f64();
  const lastMs = reader.f64();
  const features = version < 3 ? featuresOfVersion2(reader) : readFeatures(reader, LISTENER_FEATURES);
  const enjoyed = version < WITH_ENJOYED ? new Enjoyed() : Enjoyed.read(reader);
  return {
    factors,
    lessons,
    genres,
    artists,
    tempo,
    energy,
    recent,
    enjoyed,
    liked,
    disliked,
    blockedTracks,
    blockedArtists,
    yours,
    tune,
    profile,
    windows: { sessionStartMs, lastMs, features },
  };
}

const VERSION_2_SLOTS = 3;
const SKIP_STREAK = [{ nameHash: hashOfName('skip-streak'), slots: 1 }];

/** Clicks and dwell were of other windows: they begin anew, as they would within minutes. */
function featuresOfVersion2(reader: ByteReader): Float64Array {
  const kept = Float64Array.from({ length: VERSION_2_SLOTS }, () => reader.f64());
  return LISTENER_FEATURES.adopt(kept.subarray(2), SKIP_STREAK);
}

function writeWeights(weights: ReadonlyMap<string, number>): void {
  writer.u8(weights.size);
  for (const [key, weight] of weights) {
    writer.text(key);
    writer.f64(weight);
  }
}

function readWeights(reader: ByteReader): Map<string, number> {
  const out = new Map<string, number>();
  for (let n = reader.u8(); n > 0; n--) out.set(reader.text(), reader.f64());
  return out;
}

function writeEntry({ event, offset, input }: RingEntry): void {
  writer.text(event);
  writer.f64(offset);
  writer.text(JSON.stringify(input.act));
  writer.f64(input.atMs);
  writer.f64(input.strength);
  writer.u8((input.windowless ? 1 : 0) | (input.timeless ? 2 : 0) | (input.facts ? 4 : 0) | (input.vector ? 8 : 0));
  if (input.facts) {
    writer.text(input.facts.artistId);
    writer.text(input.facts.genre);
    writer.f64(input.facts.tempoBpm);
    writer.f64(input.facts.energy);
  }
  if (input.vector) writer.halves(input.vector);
}

function readEntry(reader: ByteReader): RingEntry {
  const event = reader.text() as EventId;
  const offset = reader.f64();
  const act = ActSchema.parse(JSON.parse(reader.text()));
  const atMs = reader.f64();
  const strength = reader.f64();
  const flags = reader.u8();
  const input: FoldInput = {
    act,
    atMs,
    strength,
    windowless: (flags & 1) !== 0,
    timeless: (flags & 2) !== 0,
    facts:
      flags & 4
        ? {
            artistId: reader.text() as ArtistId | '',
            genre: reader.text(),
            tempoBpm: reader.f64(),
            energy: reader.f64(),
          }
        : null,
    vector: flags & 8 ? reader.halves() : null,
  };
  return { event, offset, input };
}
