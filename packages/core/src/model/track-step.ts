import { AppError } from '../errors.ts';
import type { Origin, Position, TrackId } from '../events/index.ts';
import { ORIGINS } from '../events/index.ts';
import { ByteReader, ByteWriter } from './bytes.ts';
import type { Vector } from './vector.ts';

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
  /** The listener's vector before the event, rounded to half. */
  readonly listener: Vector;
  /** What u·v should have been, and how much it counts; weight 0 moves no vector. */
  readonly target: number;
  readonly weight: number;
  /** Adds to popularity; negative when an undo takes a listen back. */
  readonly listens: number;
  /** Tracks that the listener enjoyed before this one, newest first, with the weight of each pair. */
  readonly with: readonly {
    readonly track: TrackId;
    readonly weight: number;
  }[];
}

export const STEP_VERSION = 1;
const writer = new ByteWriter();

export function packStep(step: TrackStep): Uint8Array {
  writer.u8(STEP_VERSION);
  writer.text(step.track);
  writer.f64(step.source.epoch);
  writer.u16(step.source.partition);
  writer.f64(step.source.offset);
  writer.f64(step.atMs);
  writer.u8(ORIGINS.indexOf(step.origin) | (step.timeless ? 0x80 : 0));
  writer.u32(step.listenerHash);
  writer.halves(step.listener);
  writer.f64(step.target);
  writer.f64(step.weight);
  writer.f64(step.listens);
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
  if (version !== STEP_VERSION)
    throw new AppError('record_malformed', `a track step has version ${version}; this program reads ${STEP_VERSION}`);
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
    origin: ORIGINS[flags & 0x7f] ?? 'person',
    timeless: (flags & 0x80) !== 0,
    listenerHash: reader.u32(),
    listener: reader.halves(),
    target: reader.f64(),
    weight: reader.f64(),
    listens: reader.f64(),
    with: Array.from({ length: reader.u8() }, () => ({
      track: reader.text() as TrackId,
      weight: reader.f32(),
    })),
  };
}

/** What travels must be what is applied in place: halves and floats rounded as packing rounds them. */
export const asTravelled = (step: TrackStep): TrackStep => unpackStep(packStep(step));
