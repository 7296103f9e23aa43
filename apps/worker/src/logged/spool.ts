import { closeSync, openSync, readSync, rmSync, writeSync } from 'node:fs';
import type { LogRecord } from '@segue/core/ports';

export type Spooled = Pick<LogRecord, 'appendedAtMs'> & { readonly value: Uint8Array };

/** Before each record: when it was appended, and how long it is. */
const HEAD_BYTES = 12;
const CHUNK_BYTES = 1 << 16;

/** Records of one partition on disk, in order: a log is larger than memory, and is read from its beginning more than once. */
export class Spool {
  readonly #file: number;
  #bytes = 0;

  /** @param path of a file that is nobody's. It is gone from its folder at once, and from the disk when it is closed or the process ends. */
  constructor(path: string) {
    this.#file = openSync(path, 'wx+');
    rmSync(path);
  }

  append(records: readonly LogRecord[]): void {
    const parts: Uint8Array[] = [];
    for (const { value, appendedAtMs } of records) {
      if (!value) continue;
      const head = Buffer.alloc(HEAD_BYTES);
      head.writeDoubleLE(appendedAtMs, 0);
      head.writeUInt32LE(value.length, 8);
      parts.push(head, value);
    }
    const bytes = Buffer.concat(parts);
    for (let at = 0; at < bytes.length; ) at += writeSync(this.#file, bytes, at, bytes.length - at, this.#bytes + at);
    this.#bytes += bytes.length;
  }

  *read(): Generator<Spooled> {
    let held = Buffer.alloc(0);
    /** Where the file goes on behind what is held. */
    let next = 0;
    const need = (bytes: number): boolean => {
      while (held.length < bytes && next < this.#bytes) {
        const chunk = Buffer.alloc(Math.max(CHUNK_BYTES, bytes - held.length));
        const read = readSync(this.#file, chunk, 0, chunk.length, next);
        held = Buffer.concat([held, chunk.subarray(0, read)]);
        next += read;
      }
      return held.length >= bytes;
    };
    while (need(HEAD_BYTES)) {
      const appendedAtMs = held.readDoubleLE(0);
      const length = held.readUInt32LE(8);
      need(HEAD_BYTES + length);
      yield { appendedAtMs, value: held.subarray(HEAD_BYTES, HEAD_BYTES + length) };
      held = held.subarray(HEAD_BYTES + length);
    }
  }

  close(): void {
    closeSync(this.#file);
  }
}
