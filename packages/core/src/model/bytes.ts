import { AppError } from '../errors.ts';
import { DIMENSIONS, fromHalf, halfOf, type Vector, zeroVector } from './vector.ts';

const encoder = new TextEncoder();
const decoder = new TextDecoder();

const CHUNK = 64 * 1024;

/**
 * Grows as needed; little-endian. One writer is reused for many records, which are cut one after the other from chunks
 * of 64 KiB that are never written again: an array buffer for each record would cost more than what is written into it.
 */
export class ByteWriter {
  #bytes = new Uint8Array(CHUNK);
  #view = new DataView(this.#bytes.buffer);
  /** Where the record begins that is being written, and where it goes on. */
  #start = 0;
  #length = 0;

  u8(value: number): void {
    this.#room(1);
    this.#bytes[this.#length++] = value;
  }
  u16(value: number): void {
    this.#room(2);
    this.#view.setUint16(this.#length, value, true);
    this.#length += 2;
  }
  u32(value: number): void {
    this.#room(4);
    this.#view.setUint32(this.#length, value, true);
    this.#length += 4;
  }
  f32(value: number): void {
    this.#room(4);
    this.#view.setFloat32(this.#length, value, true);
    this.#length += 4;
  }
  f64(value: number): void {
    this.#room(8);
    this.#view.setFloat64(this.#length, value, true);
    this.#length += 8;
  }
  /** UTF-8 with a 16-bit length; longer texts cannot occur in what is packed and throw. */
  text(value: string): void {
    const most = value.length * 3;
    this.#room(2 + most);
    const start = this.#length + 2;
    let written = 0;
    // Ids are ASCII and short: the loop beats encodeInto on them by far.
    for (; written < value.length; written++) {
      const code = value.charCodeAt(written);
      if (code > 0x7f) break;
      this.#bytes[start + written] = code;
    }
    if (written < value.length) written = encoder.encodeInto(value, this.#bytes.subarray(start)).written;
    if (written > 0xffff) throw new AppError('record_malformed', `a text of ${written} bytes does not fit a record`);
    this.#view.setUint16(this.#length, written, true);
    this.#length = start + written;
  }
  bytes(value: Uint8Array): void {
    this.#room(value.length);
    this.#bytes.set(value, this.#length);
    this.#length += value.length;
  }
  vector(value: Vector): void {
    this.#room(DIMENSIONS * 4);
    for (let i = 0; i < DIMENSIONS; i++) this.#view.setFloat32(this.#length + i * 4, value[i]!, true);
    this.#length += DIMENSIONS * 4;
  }
  halves(value: Vector): void {
    this.#room(DIMENSIONS * 2);
    for (let i = 0; i < DIMENSIONS; i++) this.#view.setUint16(this.#length + i * 2, halfOf(value[i]!), true);
    this.#length += DIMENSIONS * 2;
  }
  /** Of the record that is being written. */
  get length(): number {
    return this.#length - this.#start;
  }
  /** For what is soon let go: it keeps its chunk alive. */
  take(): Uint8Array {
    const out = this.#bytes.subarray(this.#start, this.#length);
    this.#start = this.#length;
    return out;
  }
  /** A copy of its own, for what is kept. */
  takeOwn(): Uint8Array {
    const out = this.#bytes.slice(this.#start, this.#length);
    this.#length = this.#start;
    return out;
  }

  #room(more: number): void {
    if (this.#length + more <= this.#bytes.length) return;
    const written = this.#length - this.#start;
    const next = new Uint8Array(Math.max(CHUNK, 2 * (written + more)));
    next.set(this.#bytes.subarray(this.#start, this.#length));
    this.#bytes = next;
    this.#view = new DataView(next.buffer);
    this.#start = 0;
    this.#length = written;
  }
}

const KNOWN_TEXTS = 16_384;
const LONGEST_KNOWN = 32;
/** Ids and genres come again in every record: a string that was made once is found by its bytes' hash, and shared. */
const known = new Array<string>(KNOWN_TEXTS).fill('');

function textIn(bytes: Uint8Array, start: number, length: number): string {
  if (length > LONGEST_KNOWN) return decoder.decode(bytes.subarray(start, start + length));
  let hash = length;
  for (let i = start; i < start + length; i++) {
    const code = bytes[i]!;
    if (code > 0x7f) return decoder.decode(bytes.subarray(start, start + length));
    hash = Math.imul(hash ^ code, 0x01000193);
  }
  const slot = (hash ^ (hash >>> 15)) & (KNOWN_TEXTS - 1);
  const candidate = known[slot]!;
  if (candidate.length === length) {
    let i = 0;
    while (i < length && candidate.charCodeAt(i) === bytes[start + i]) i++;
    if (i === length) return candidate;
  }
  let text = '';
  for (let i = start; i < start + length; i++) text += String.fromCharCode(bytes[i]!);
  known[slot] = text;
  return text;
}

/** Reads what `ByteWriter` wrote; reading past the end is `record_malformed`, never an undefined. */
export class ByteReader {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  #at = 0;
  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  /** How much was read. */
  get at(): number {
    return this.#at;
  }
  u8(): number {
    return this.#view.getUint8(this.#step(1));
  }
  u16(): number {
    return this.#view.getUint16(this.#step(2), true);
  }
  u32(): number {
    return this.#view.getUint32(this.#step(4), true);
  }
  f32(): number {
    return this.#view.getFloat32(this.#step(4), true);
  }
  f64(): number {
    return this.#view.getFloat64(this.#step(8), true);
  }
  text(): string {
    const length = this.u16();
    return textIn(this.#bytes, this.#step(length), length);
  }
  bytes(length: number): Uint8Array {
    const start = this.#step(length);
    return this.#bytes.slice(start, start + length);
  }
  /** Without a copy: for what is read at once and not kept. */
  part(length: number): Uint8Array {
    const start = this.#step(length);
    return this.#bytes.subarray(start, start + length);
  }
  vector(): Vector {
    const start = this.#step(DIMENSIONS * 4);
    const out = zeroVector();
    for (let i = 0; i < DIMENSIONS; i++) out[i] = this.#view.getFloat32(start + i * 4, true);
    return out;
  }
  halves(): Vector {
    const start = this.#step(DIMENSIONS * 2);
    const out = zeroVector();
    for (let i = 0; i < DIMENSIONS; i++) out[i] = fromHalf(this.#view.getUint16(start + i * 2, true));
    return out;
  }

  #step(length: number): number {
    const at = this.#at;
    if (at + length > this.#bytes.length) throw new AppError('record_malformed', 'a packed record ends too early');
    this.#at = at + length;
    return at;
  }
}
