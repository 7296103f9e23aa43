import { AppError } from '../errors.ts';
import { DIMENSIONS, fromHalf, halfOf, type Vector } from './vector.ts';

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** Grows as needed; little-endian. One writer is reused for many records: `take` copies out what was written. */
export class ByteWriter {
  #bytes = new Uint8Array(16 * 1024);
  #view = new DataView(this.#bytes.buffer);
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
  take(): Uint8Array {
    const out = this.#bytes.slice(0, this.#length);
    this.#length = 0;
    return out;
  }

  #room(more: number): void {
    if (this.#length + more <= this.#bytes.length) return;
    const grown = new Uint8Array(Math.max(this.#bytes.length * 2, this.#length + more));
    grown.set(this.#bytes);
    this.#bytes = grown;
    this.#view = new DataView(grown.buffer);
  }
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
    const start = this.#step(length);
    let text = '';
    for (let i = start; i < start + length; i++) {
      const code = this.#bytes[i]!;
      if (code > 0x7f) return decoder.decode(this.#bytes.subarray(start, start + length));
      text += String.fromCharCode(code);
    }
    return text;
  }
  bytes(length: number): Uint8Array {
    const start = this.#step(length);
    return this.#bytes.slice(start, start + length);
  }
  vector(): Vector {
    const start = this.#step(DIMENSIONS * 4);
    const out = new Float32Array(DIMENSIONS);
    for (let i = 0; i < DIMENSIONS; i++) out[i] = this.#view.getFloat32(start + i * 4, true);
    return out;
  }
  halves(): Vector {
    const start = this.#step(DIMENSIONS * 2);
    const out = new Float32Array(DIMENSIONS);
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
