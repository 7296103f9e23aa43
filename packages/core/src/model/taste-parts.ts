import { AppError } from '../errors.ts';
import { ActSchema, type ArtistId, type EventId, type OutboxId, type TrackId } from '../events/index.ts';
import { hashOfName, LISTENER_FEATURES } from '../stream/index.ts';
import type { ByteReader, ByteWriter } from './bytes.ts';
import { Enjoyed } from './enjoyed.ts';
import { readFeatures, writeFeatures } from './feature-record.ts';
import type { FoldInput } from './fold.ts';
import type { ListenerState, RecentListen } from './listener-state.ts';
import { type Fatigue, nothingShown, type RingEntry, type Taste } from './taste.ts';
import { DIMENSIONS } from './vector.ts';

/** The parts of a taste record: state, front, entry of the ring, what was shown. A version is the record's (`taste-record.ts`). */

/** The first with the tracks that were enjoyed long ago. */
const WITH_ENJOYED = 4;
const KINDS: readonly RecentListen['kind'][] = ['played', 'completed', 'skipped', 'liked', 'rejected'];

export function readFront(reader: ByteReader, version: number): Taste {
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

export function writeFront(writer: ByteWriter, taste: Taste): void {
  writer.u8(DIMENSIONS);
  writer.f64(taste.revision);
  writer.f64(taste.position.epoch);
  writer.u16(taste.position.partition);
  writer.f64(taste.position.offset);
  writeState(writer, taste.state);
  writer.u8(taste.outboxes.length);
  for (const window of taste.outboxes) {
    writer.text(window.outbox);
    writer.f64(window.highest);
    let bits = window.bits;
    for (let i = 0; i < 4; i++, bits >>= 32n) writer.u32(Number(bits & 0xffff_ffffn));
  }
  writeFatigue(writer, taste.shown.counted);
}

export function writeFatigue(writer: ByteWriter, fatigue: Fatigue): void {
  writer.u8(fatigue.size);
  for (const [track, times] of fatigue) {
    writer.text(track);
    writer.u16(Math.min(times, 0xffff));
  }
}

export function readFatigue(reader: ByteReader): Fatigue {
  const fatigue: Fatigue = new Map();
  for (let n = reader.u8(); n > 0; n--) fatigue.set(reader.text() as TrackId, reader.u16());
  return fatigue;
}

function readBits(reader: ByteReader): bigint {
  let bits = 0n;
  for (let i = 0n; i < 4n; i++) bits |= BigInt(reader.u32()) << (32n * i);
  return bits;
}

export function writeState(writer: ByteWriter, state: ListenerState): void {
  writer.vector(state.factors);
  writer.u32(state.lessons);
  writeWeights(writer, state.genres);
  writeWeights(writer, state.artists);
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

export function readState(reader: ByteReader, version: number): ListenerState {
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

function writeWeights(writer: ByteWriter, weights: ReadonlyMap<string, number>): void {
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

export function writeEntry(writer: ByteWriter, { event, offset, input }: RingEntry): void {
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

export function readEntry(reader: ByteReader): RingEntry {
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
