import { AppError } from '../errors.ts';
import type { TrackId } from '../events/index.ts';
import { ByteReader, ByteWriter } from './bytes.ts';
import { stepTowards, TRACK_RATES } from './learn.ts';
import { addDecayed, type Decayed } from './popularity.ts';
import type { TrackStep } from './track-step.ts';
import { DIMENSIONS, type Vector } from './vector.ts';

/** What has been learnt about one track. One writer owns it and changes it in place. */
export interface TrackState {
  readonly vector: Vector;
  /** Listens of people, and of simulated or imported listeners: never mixed. */
  readonly people: Decayed;
  readonly others: Decayed;
  /** Hashes of the first few people who listened: enough to say "at least five". */
  readonly knownPeople: number[];
  /** Co-listening, written under the later track of a pair: how strongly it follows each other track. */
  readonly with: Map<TrackId, number>;
  /** By partition of `listens`, the newest event applied. */
  readonly fences: Map<number, { readonly epoch: number; readonly offset: number }>;
  /** +1 for each step: orders published states, in every epoch of the log. */
  version: number;
}

export const TRACK_STATE_VERSION = 1;
const MAX_WITH = 48;
const MAX_KNOWN_PEOPLE = 8;
/** Each new pair lowers the others this much: recency without clocks, so that sources without times age too. */
const KEEP_WITH = 0.995;

export function freshTrackState(vector: Vector): TrackState {
  return {
    vector: Float32Array.from(vector),
    people: { value: 0, atMs: 0 },
    others: { value: 0, atMs: 0 },
    knownPeople: [],
    with: new Map(),
    fences: new Map(),
    version: -1,
  };
}

/** Applies one step in place, unless the fence says that it was applied before. Returns whether it changed anything. */
export function applyStep(state: TrackState, step: TrackStep): boolean {
  const fence = state.fences.get(step.source.partition);
  if (fence && (step.source.epoch - fence.epoch || step.source.offset - fence.offset) <= 0) return false;
  state.fences.set(step.source.partition, {
    epoch: step.source.epoch,
    offset: step.source.offset,
  });
  state.version++;
  if (step.weight > 0) stepTowards(state.vector, step.listener, step, TRACK_RATES);
  if (step.listens !== 0) {
    addDecayed(step.origin === 'person' ? state.people : state.others, step.listens, step.timeless ? 0 : step.atMs);
    if (
      step.origin === 'person' &&
      step.listens > 0 &&
      state.knownPeople.length < MAX_KNOWN_PEOPLE &&
      !state.knownPeople.includes(step.listenerHash)
    ) {
      state.knownPeople.push(step.listenerHash);
    }
  }
  for (const pair of step.with) addPair(state.with, pair.track, pair.weight);
  return true;
}

/** Segments (`segmentOf`) are means of listeners: the step's vector pulls the mean. */
export function applySegmentStep(state: TrackState, step: TrackStep): boolean {
  const fence = state.fences.get(step.source.partition);
  if (fence && (step.source.epoch - fence.epoch || step.source.offset - fence.offset) <= 0) return false;
  state.fences.set(step.source.partition, {
    epoch: step.source.epoch,
    offset: step.source.offset,
  });
  state.version++;
  state.people.value += 1;
  // A plain mean at first, an exponential one over the last 500 after.
  const share = 1 / Math.min(500, state.people.value);
  for (let i = 0; i < DIMENSIONS; i++) state.vector[i] = state.vector[i]! + (step.listener[i]! - state.vector[i]!) * share;
  return true;
}

function addPair(pairs: Map<TrackId, number>, track: TrackId, weight: number): void {
  if (weight > 0) for (const [other, old] of pairs) pairs.set(other, old * KEEP_WITH);
  const sum = (pairs.get(track) ?? 0) + weight;
  if (sum <= 0) pairs.delete(track);
  else pairs.set(track, sum);
  if (pairs.size <= MAX_WITH) return;
  let weakest: TrackId | null = null;
  let least = Number.POSITIVE_INFINITY;
  for (const [other, value] of pairs) {
    if (other !== track && value < least) {
      least = value;
      weakest = other;
    }
  }
  if (weakest !== null) pairs.delete(weakest);
}

const writer = new ByteWriter();

export function packTrackState(state: TrackState): Uint8Array {
  writer.u8(TRACK_STATE_VERSION);
  writer.f64(state.version);
  writer.vector(state.vector);
  for (const sum of [state.people, state.others]) {
    writer.f64(sum.value);
    writer.f64(sum.atMs);
  }
  writer.u8(state.knownPeople.length);
  for (const hash of state.knownPeople) writer.u32(hash);
  writer.u16(state.with.size);
  for (const [track, weight] of state.with) {
    writer.text(track);
    writer.f64(weight);
  }
  writer.u16(state.fences.size);
  for (const [partition, fence] of state.fences) {
    writer.u16(partition);
    writer.f64(fence.epoch);
    writer.f64(fence.offset);
  }
  return writer.take();
}

export function unpackTrackState(bytes: Uint8Array): TrackState {
  const reader = new ByteReader(bytes);
  const layout = reader.u8();
  if (layout !== TRACK_STATE_VERSION)
    throw new AppError('record_malformed', `a track record has version ${layout}; this program reads ${TRACK_STATE_VERSION}`);
  const version = reader.f64();
  const vector = reader.vector();
  const people = { value: reader.f64(), atMs: reader.f64() };
  const others = { value: reader.f64(), atMs: reader.f64() };
  const knownPeople = Array.from({ length: reader.u8() }, () => reader.u32());
  const pairs = new Map<TrackId, number>();
  for (let n = reader.u16(); n > 0; n--) pairs.set(reader.text() as TrackId, reader.f64());
  const fences: TrackState['fences'] = new Map();
  for (let n = reader.u16(); n > 0; n--) fences.set(reader.u16(), { epoch: reader.f64(), offset: reader.f64() });
  return { vector, people, others, knownPeople, with: pairs, fences, version };
}
