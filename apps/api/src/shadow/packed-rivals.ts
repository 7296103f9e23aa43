import { AppError } from '@segue/core/errors';
import { ORIGINS, type Origin } from '@segue/core/events';
import { ByteReader, ByteWriter } from '@segue/core/model';
import type { Rivals } from './rivals.ts';

const VERSION = 1;

/** All that the rankers of all origins have learnt, as bytes. No listener is in them. */
export function packRivals(all: ReadonlyMap<Origin, Rivals>): Uint8Array {
  const out = new ByteWriter();
  out.u8(VERSION);
  out.u8(all.size);
  for (const [origin, rivals] of all) {
    out.text(origin);
    out.f64(rivals.learnt);
    const packed = rivals.pack();
    out.u8(packed.size);
    for (const [name, bytes] of packed) {
      out.text(name);
      out.u32(bytes.length);
      out.bytes(bytes);
    }
  }
  return out.takeOwn();
}

/** Hands what was packed to the rivals of each origin; `record_malformed` where it cannot be read. */
export function restoreRivals(bytes: Uint8Array, rivalsOf: (origin: Origin) => Rivals): void {
  const from = new ByteReader(bytes);
  const version = from.u8();
  if (version !== VERSION) throw new AppError('record_malformed', `kept rankers are of version ${version}, expected ${VERSION}`);
  for (let origins = from.u8(); origins > 0; origins--) {
    const text = from.text();
    const origin = ORIGINS.find((one) => one === text);
    if (!origin) throw new AppError('record_malformed', `kept rankers are of an unknown origin: ${text}`);
    const rivals = rivalsOf(origin);
    const learnt = from.f64();
    for (let left = from.u8(); left > 0; left--) {
      const name = from.text();
      rivals.restore(name, from.bytes(from.u32()), learnt);
    }
  }
}
