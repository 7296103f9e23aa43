import { AppError } from '../errors.ts';
import type { TrackId } from '../events/index.ts';
import { TRACK_FEATURES } from '../stream/index.ts';
import { ByteReader, ByteWriter } from './bytes.ts';
import { readFeatures, writeFeatures } from './feature-record.ts';
import { stepBack, stepTowards, TRACK_RATES } from './learn.ts';
import { addPair, freshPairs, type Pairs, takePairBack } from './pairs.ts';
import { addDecayed, type Decayed } from './popularity.ts';
import type { TrackStep } from './track-step.ts';
import { copyOf, DIMENSIONS, type Vector } from './vector.ts';

/** What has been learnt about one track. One writer owns it and changes it in place. */
export interface TrackState {
  readonly vector: Vector;
  /** Listens of people, and of simulated or imported listeners: never mixed. */
  readonly people: Decayed;
  readonly others: Decayed;
  /** Hashes of the first few people who listened, enough to say "at least five", with how often each did. */
  readonly knownPeople: Map<number, number>;
  /** Co-listening, written under the later track of a pair: how strongly it follows each other track. */
  readonly with: Pairs;
  /** The numbers of `TRACK_FEATURES`. */
  readonly features: Float64Array;
  /** By partition of `listens`, the newest event applied. */
  readonly fences: Map<number, { readonly epoch: number; readonly offset: number }>;
  /** +1 for each step: orders published states, in every epoch of the log. */
  version: number;
}

export const TRACK_STATE_VERSION = 3;
const MAX_KNOWN_PEOPLE = 8;
const MOST_LISTENS_KNOWN = 0xffff;
/** A segment's mean is plain over so many listeners, and exponential after. */
const SEGMENT_MEMORY = 500;

export function freshTrackState(vector: Vector): TrackState {
  return {
    vector: copyOf(vector),
    people: { value: 0, atMs: 0 },
    others: { value: 0, atMs: 0 },
    knownPeople: new Map(),
    with: freshPairs(),
    features: TRACK_FEATURES.fresh(),
    fences: new Map(),
    version: -1,
  };
}

/** Applies one step in place, unless the fence says that it was applied before. Returns whether it changed anything. */
export function applyStep(state: TrackState, step: TrackStep): boolean {
  if (!passesFence(state, step)) return false;
  if (step.weight > 0) (step.takesBack ? stepBack : stepTowards)(state.vector, step.listener, step, TRACK_RATES);
  if (step.listens > 0) {
    const by = step.takesBack ? -step.listens : step.listens;
    addDecayed(step.origin === 'person' ? state.people : state.others, by, step.timeless ? 0 : step.atMs);
    if (step.origin === 'person') meet(state.knownPeople, step);
  }
  if (step.gesture) TRACK_FEATURES.step(state.features, { ...step.gesture, atMs: step.atMs, by: step.takesBack ? -1 : 1 });
  if (step.takesBack) for (const pair of step.with.toReversed()) takePairBack(state.with, pair.track, pair.weight);
  else for (const pair of step.with) addPair(state.with, pair.track, pair.weight);
  return true;
}

/** Segments (`segmentOf`) are means of listeners: the step's vector pulls the mean. */
export function applySegmentStep(state: TrackState, step: TrackStep): boolean {
  if (!passesFence(state, step)) return false;
  const { vector, people } = state;
  if (step.takesBack) {
    const share = 1 / Math.min(SEGMENT_MEMORY, Math.max(1, people.value));
    for (let i = 0; i < DIMENSIONS; i++) vector[i] = share === 1 ? 0 : (vector[i]! - step.listener[i]! * share) / (1 - share);
    people.value = Math.max(0, people.value - 1);
    return true;
  }
  people.value += 1;
  const share = 1 / Math.min(SEGMENT_MEMORY, people.value);
  for (let i = 0; i < DIMENSIONS; i++) vector[i] = vector[i]! + (step.listener[i]! - vector[i]!) * share;
  return true;
}

/** A step goes past its partition's fence once, and counts as a version. */
function passesFence(state: TrackState, { source }: TrackStep): boolean {
  const fence = state.fences.get(source.partition);
  if (fence && (source.epoch - fence.epoch || source.offset - fence.offset) <= 0) return false;
  state.fences.set(source.partition, { epoch: source.epoch, offset: source.offset });
  state.version++;
  return true;
}

function meet(known: Map<number, number>, { listenerHash, takesBack }: TrackStep): void {
  const listens = known.get(listenerHash) ?? 0;
  if (!takesBack) {
    if (listens > 0 || known.size < MAX_KNOWN_PEOPLE) known.set(listenerHash, Math.min(MOST_LISTENS_KNOWN, listens + 1));
  } else if (listens > 1) known.set(listenerHash, listens - 1);
  else known.delete(listenerHash);
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
  writer.u8(state.knownPeople.size);
  for (const [hash, listens] of state.knownPeople) {
    writer.u32(hash);
    writer.u16(listens);
  }
  writer.f64(state.with.share);
  writer.u16(state.with.weights.size);
  for (const [track, weight] of state.with.weights) {
    writer.text(track);
    writer.f64(weight);
  }
  writeFeatures(writer, TRACK_FEATURES, state.features);
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
  const { layout, version, vector, people, others } = readHead(reader);
  const knownPeople = new Map<number, number>();
  // Version 1 knew neither how often somebody listened nor a share: its weights are plain.
  for (let n = reader.u8(); n > 0; n--) knownPeople.set(reader.u32(), layout === 1 ? 1 : reader.u16());
  const pairs = { weights: new Map<TrackId, number>(), share: layout === 1 ? 1 : reader.f64() };
  for (let n = reader.u16(); n > 0; n--) pairs.weights.set(reader.text() as TrackId, reader.f64());
  const features = layout < 3 ? TRACK_FEATURES.fresh() : readFeatures(reader, TRACK_FEATURES);
  const fences: TrackState['fences'] = new Map();
  for (let n = reader.u16(); n > 0; n--) fences.set(reader.u16(), { epoch: reader.f64(), offset: reader.f64() });
  return { vector, people, others, knownPeople, with: pairs, features, fences, version };
}

/** What learners need of a track's record; the rest, most of it, is not read. */
export function unpackTrackHead(bytes: Uint8Array): TrackHead {
  return readHead(new ByteReader(bytes));
}

export type TrackHead = Pick<TrackState, 'version' | 'vector' | 'people' | 'others'>;

function readHead(reader: ByteReader): TrackHead & { readonly layout: number } {
  const layout = reader.u8();
  if (layout < 1 || layout > TRACK_STATE_VERSION)
    throw new AppError('record_malformed', `a track record has version ${layout}; this program reads 1 to ${TRACK_STATE_VERSION}`);
  return {
    layout,
    version: reader.f64(),
    vector: reader.vector(),
    people: { value: reader.f64(), atMs: reader.f64() },
    others: { value: reader.f64(), atMs: reader.f64() },
  };
}
