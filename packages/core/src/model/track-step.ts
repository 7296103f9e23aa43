import { AppError } from '../errors.ts';
import type { ActType, Origin, Position, TrackId } from '../events/index.ts';
import { ORIGINS } from '../events/index.ts';
import { ByteReader, ByteWriter } from './bytes.ts';
import type { Vector } from './vector.ts';

/** Acts that a track's features may be stepped by; the place is what travels: add at the end. */
export const GESTURES = [
  'play',
  'skip',
  'complete',
  'click',
  'like',
  'unlike',
  'more',
  'dislike',
  'block',
  'queue',
  'pin',
] as const satisfies ActType[];
const NO_GESTURE = 0xff;

/** All that one event does to one track (or to one segment's mean). */
export interface TrackStep {
  readonly track: TrackId;
  /** Where the event stands: the track's fence compares it. */
  readonly source: Position;
  readonly atMs: number;
  readonly origin: Origin;
  readonly timeless: boolean;
  /** 32 bits of the listener's id's hash: counts listeners without naming one. */
  readonly listenerHash: number;
  /** What an earlier event did, with its time, to be undone. */
  readonly takesBack: boolean;
  /** The listener's vector before the event, rounded to half, as it travels. */
  readonly listener: Vector;
  /** What u·v should have been, and how much it counts; weight 0 moves no vector. */
  readonly target: number;
  readonly weight: number;
  /** Adds to popularity. */
  readonly listens: number;
  /** What was done with the track, for its features; null where it steps none. `heardFraction` is a 32-bit float, as it travels. */
  readonly gesture: { readonly type: (typeof GESTURES)[number]; readonly heardFraction: number } | null;
  /** Tracks that the listener enjoyed before this one, newest first, with the weight of each pair, a 32-bit float, as it travels. */
  readonly with: readonly {
    readonly track: TrackId;
    readonly weight: number;
  }[];
}

export const STEP_VERSION = 3;
const TIMELESS = 0x80;
const TAKES_BACK = 0x40;
const writer = new ByteWriter();

export function packStep(step: TrackStep): Uint8Array {
  writer.u8(STEP_VERSION);
  writer.text(step.track);
  writer.f64(step.source.epoch);
  writer.u16(step.source.partition);
  writer.f64(step.source.offset);
  writer.f64(step.atMs);
  writer.u8(ORIGINS.indexOf(step.origin) | (step.timeless ? TIMELESS : 0) | (step.takesBack ? TAKES_BACK : 0));
  writer.u32(step.listenerHash);
  writer.halves(step.listener);
  writer.f64(step.target);
  writer.f64(step.weight);
  writer.f64(step.listens);
  writer.u8(step.gesture ? GESTURES.indexOf(step.gesture.type) : NO_GESTURE);
  if (step.gesture) writer.f32(step.gesture.heardFraction);
  writer.u8(step.with.length);
  for (const pair of step.with) {
    writer.text(pair.track);
    writer.f32(pair.weight);
  }
  return writer.take();
}

export function unpackStep(bytes: Uint8Array): TrackStep {
  const reader = new ByteReader(bytes);
  const version = reader.u8();
  // Version 1 had no steps that take back; its layout is that of version 2, which knew no gestures.
  if (version < 1 || version > STEP_VERSION)
    throw new AppError('record_malformed', `a track step has version ${version}; this program reads 1 to ${STEP_VERSION}`);
  const track = reader.text() as TrackId;
  const source = {
    epoch: reader.f64(),
    partition: reader.u16(),
    offset: reader.f64(),
  };
  const atMs = reader.f64();
  const flags = reader.u8();
  return {
    track,
    source,
    atMs,
    origin: ORIGINS[flags & ~(TIMELESS | TAKES_BACK)] ?? 'person',
    timeless: (flags & TIMELESS) !== 0,
    takesBack: (flags & TAKES_BACK) !== 0,
    listenerHash: reader.u32(),
    listener: reader.halves(),
    target: reader.f64(),
    weight: reader.f64(),
    listens: reader.f64(),
    gesture: version < 3 ? null : readGesture(reader),
    with: Array.from({ length: reader.u8() }, () => ({
      track: reader.text() as TrackId,
      weight: reader.f32(),
    })),
  };
}

function readGesture(reader: ByteReader): TrackStep['gesture'] {
  const place = reader.u8();
  if (place === NO_GESTURE) return null;
  const heardFraction = reader.f32();
  // One that a newer program added: a feature here cannot know it.
  const type = GESTURES[place];
  return type ? { type, heardFraction } : null;
}
