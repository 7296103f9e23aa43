import type { TrackId } from '../events/index.ts';
import type { ByteReader, ByteWriter } from './bytes.ts';
import { hashOf } from './hash.ts';

/** The long memory of a listener: so many tracks, 10 KB at most in the record that is written at each event; 250 bytes after fifty. */
export const MAX_ENJOYED = 2_048;
const FIRST_ROOM = 16;
/** Liking is kept in eighths, up to 31.9. */
const LIKING_UNIT = 1 / 8;
const MOST_UNITS = 255;

/**
 * Tracks that a listener enjoyed, each once, the one heard last at the end, by the 32-bit hash of their ids, and how much. Two of
 * 100,000 tracks that share a hash are taken for one another here, and nowhere else.
 */
export class Enjoyed {
  #hashes: Uint32Array;
  #units: Uint8Array;
  #size: number;

  constructor(hashes: Uint32Array = new Uint32Array(0), units: Uint8Array = new Uint8Array(0)) {
    this.#hashes = hashes;
    this.#units = units;
    this.#size = hashes.length;
  }

  get size(): number {
    return this.#size;
  }

  /** Oldest first; valid until the next change. */
  hashes(): Uint32Array {
    return this.#hashes.subarray(0, this.#size);
  }

  /** How much each was enjoyed, as the square root of its share of the mean: 1 where all were enjoyed alike. @param into as long at least */
  strengths(into: Float64Array = new Float64Array(this.#size)): Float64Array {
    let sum = 0;
    for (let i = 0; i < this.#size; i++) sum += this.#units[i]!;
    const mean = sum / Math.max(1, this.#size);
    for (let i = 0; i < this.#size; i++) into[i] = Math.sqrt(this.#units[i]! / mean);
    return into;
  }

  /** Puts a track at the end; the oldest goes where there are too many. @param liking above 0; adds to what is there */
  add(track: TrackId, liking: number): void {
    const hash = hashOf(track);
    const before = this.#take(hash);
    if (this.#size === MAX_ENJOYED) this.#removeAt(0);
    if (this.#size === this.#hashes.length) this.#grow();
    this.#hashes[this.#size] = hash;
    this.#units[this.#size] = Math.min(MOST_UNITS, before + Math.max(1, Math.round(liking / LIKING_UNIT)));
    this.#size++;
  }

  /** For what the listener has turned against. */
  remove(track: TrackId): void {
    this.#take(hashOf(track));
  }

  copy(): Enjoyed {
    return new Enjoyed(this.#hashes.slice(0, this.#size), this.#units.slice(0, this.#size));
  }

  write(out: ByteWriter): void {
    out.u16(this.#size);
    for (let i = 0; i < this.#size; i++) out.u32(this.#hashes[i]!);
    out.bytes(this.#units.subarray(0, this.#size));
  }

  static read(reader: ByteReader): Enjoyed {
    const hashes = new Uint32Array(reader.u16());
    for (let i = 0; i < hashes.length; i++) hashes[i] = reader.u32();
    return new Enjoyed(hashes, reader.bytes(hashes.length));
  }

  /** Takes a track out, and says by how many units it was liked: 0 where it was not there. */
  #take(hash: number): number {
    // What is played again was mostly played lately.
    let at = this.#size - 1;
    while (at >= 0 && this.#hashes[at] !== hash) at--;
    if (at < 0) return 0;
    const units = this.#units[at]!;
    this.#removeAt(at);
    return units;
  }

  #removeAt(at: number): void {
    this.#hashes.copyWithin(at, at + 1, this.#size);
    this.#units.copyWithin(at, at + 1, this.#size);
    this.#size--;
  }

  #grow(): void {
    const room = Math.min(MAX_ENJOYED, Math.max(FIRST_ROOM, this.#size * 2));
    const hashes = new Uint32Array(room);
    const units = new Uint8Array(room);
    hashes.set(this.#hashes);
    units.set(this.#units);
    this.#hashes = hashes;
    this.#units = units;
  }
}
