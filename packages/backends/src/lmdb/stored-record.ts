import type { LogRecord } from '@segue/core/ports';

const VERSION = 1;
const DELETED = 1;
/** version, flags, appended-at as a double, key length. */
const HEAD_BYTES = 1 + 1 + 8 + 2;

/** One record as it lies on disk: head, key in UTF-8, value. The offset is in LMDB's key. */
export function packRecord(key: string, value: Uint8Array | null, appendedAtMs: number): Buffer {
  const keyBytes = Buffer.byteLength(key);
  if (keyBytes > 0xffff) throw new RangeError(`a key of ${keyBytes} bytes; at most 65535 fit`);
  const packed = Buffer.allocUnsafe(HEAD_BYTES + keyBytes + (value?.byteLength ?? 0));
  packed.writeUInt8(VERSION, 0);
  packed.writeUInt8(value ? 0 : DELETED, 1);
  packed.writeDoubleLE(appendedAtMs, 2);
  packed.writeUInt16LE(keyBytes, 10);
  packed.write(key, HEAD_BYTES);
  if (value) packed.set(value, HEAD_BYTES + keyBytes);
  return packed;
}

export function unpackRecord(offset: number, packed: Buffer): LogRecord {
  const version = packed.readUInt8(0);
  if (version !== VERSION)
    throw new Error(`record ${offset} has version ${version}, and this program knows ${VERSION}: is it older than the data?`);
  const keyEnd = HEAD_BYTES + packed.readUInt16LE(10);
  return {
    offset,
    key: packed.toString('utf8', HEAD_BYTES, keyEnd),
    value: packed.readUInt8(1) & DELETED ? null : new Uint8Array(packed.buffer, packed.byteOffset + keyEnd, packed.byteLength - keyEnd),
    appendedAtMs: packed.readDoubleLE(2),
  };
}
