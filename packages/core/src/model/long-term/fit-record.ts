import { AppError } from '../../errors.ts';
import type { TrackId } from '../../events/index.ts';
import { ByteReader, ByteWriter } from '../bytes.ts';
import { DIMENSIONS, fromHalf, halfOf } from '../vector.ts';
import type { LongTermFit } from './fit-long-term.ts';

/**
 * Fits travel and are kept as track states are, under ids that no catalogue uses: in pieces, for a log takes no record of
 * megabytes. A piece of a newer fit replaces the older one's under the same id.
 */
const PREFIX = 'fit.';
export const isFitPiece = (id: string): boolean => id.startsWith(PREFIX);

export interface FitPiece {
  readonly id: TrackId;
  readonly bytes: Uint8Array;
}

/** Version 1 had no vectors. */
const FIT_VERSION = 2;
const PIECE_BYTES = 256 * 1024;
/** Of 20,000 tracks with all their neighbours, with room to spare: more is no fit. */
const MOST_PIECES = 1_024;

export function packFit(fit: LongTermFit): FitPiece[] {
  const whole = packWhole(fit);
  const count = Math.ceil(whole.length / PIECE_BYTES);
  const writer = new ByteWriter();
  return Array.from({ length: count }, (_, piece) => {
    writer.u8(FIT_VERSION);
    writer.f64(fit.epoch);
    writer.f64(fit.events);
    writer.u16(piece);
    writer.u16(count);
    writer.bytes(whole.subarray(piece * PIECE_BYTES, (piece + 1) * PIECE_BYTES));
    return { id: `${PREFIX}${piece}` as TrackId, bytes: writer.takeOwn() };
  });
}

/** Puts pieces together as they come; those of one fit only, the newest. */
export class FitPieces {
  #newest = { epoch: -1, events: -1 };
  #pieces: (Uint8Array | undefined)[] = [];

  /** The whole fit, once its last piece is there. */
  take(bytes: Uint8Array): LongTermFit | null {
    const reader = new ByteReader(bytes);
    const version = reader.u8();
    // An older program's: without it, until the next refit replaces it.
    if (version < FIT_VERSION) return null;
    if (version > FIT_VERSION)
      throw new AppError('record_malformed', `a long-term fit has version ${version}; this program reads ${FIT_VERSION}`);
    const of = { epoch: reader.f64(), events: reader.f64() };
    const piece = reader.u16();
    const count = reader.u16();
    if (piece >= count || count > MOST_PIECES) throw new AppError('record_malformed', `piece ${piece} of ${count} of a long-term fit`);
    const order = of.epoch - this.#newest.epoch || of.events - this.#newest.events;
    if (order < 0) return null;
    if (order > 0) this.#pieces = new Array(count);
    this.#newest = of;
    const header = 1 + 8 + 8 + 2 + 2;
    this.#pieces[piece] = reader.bytes(bytes.length - header);
    for (let i = 0; i < count; i++) if (!this.#pieces[i]) return null;
    const whole = new ByteWriter();
    for (const part of this.#pieces) if (part) whole.bytes(part);
    this.#pieces = [];
    return unpackWhole(whole.take(), of);
  }
}

function packWhole({ tracks, starts, neighbours, weights, cosines, vectors, left }: LongTermFit): Uint8Array {
  const writer = new ByteWriter();
  writer.u32(tracks.length);
  for (let track = 0; track < tracks.length; track++) {
    writer.u32(tracks[track]!);
    writer.f32(left[track]!);
    writer.halves(vectors.subarray(track * DIMENSIONS, (track + 1) * DIMENSIONS));
    writer.u16(starts[track + 1]! - starts[track]!);
    for (let i = starts[track]!; i < starts[track + 1]!; i++) {
      writer.u16(neighbours[i]!);
      writer.u16(halfOf(weights[i]!));
      writer.u16(halfOf(cosines[i]!));
    }
  }
  return writer.take();
}

function unpackWhole(bytes: Uint8Array, of: Pick<LongTermFit, 'epoch' | 'events'>): LongTermFit {
  const reader = new ByteReader(bytes);
  const size = reader.u32();
  const tracks = new Uint32Array(size);
  const starts = new Int32Array(size + 1);
  const left = new Float32Array(size);
  const vectors = new Float32Array(size * DIMENSIONS);
  const most = Math.floor(bytes.length / 6);
  const neighbours = new Int32Array(most);
  const weights = new Float32Array(most);
  const cosines = new Float32Array(most);
  let at = 0;
  for (let track = 0; track < size; track++) {
    tracks[track] = reader.u32();
    left[track] = reader.f32();
    vectors.set(reader.halves(), track * DIMENSIONS);
    for (let n = reader.u16(); n > 0; n--, at++) {
      neighbours[at] = reader.u16();
      weights[at] = fromHalf(reader.u16());
      cosines[at] = fromHalf(reader.u16());
    }
    starts[track + 1] = at;
  }
  return {
    ...of,
    tracks,
    starts,
    neighbours: neighbours.slice(0, at),
    weights: weights.slice(0, at),
    cosines: cosines.slice(0, at),
    vectors,
    left,
  };
}
