import type { Position } from '@segue/core/events';

/** Epoch and offset as big-endian doubles: as bytes they order as the position does. */
export const HEADER = 16;

export function headerOf(position: { readonly epoch: number; readonly offset: number } | null): Buffer {
  if (!position) return Buffer.alloc(0);
  const out = Buffer.alloc(HEADER);
  out.writeDoubleBE(position.epoch, 0);
  out.writeDoubleBE(position.offset, 8);
  return out;
}

export const positionOf = (bytes: Buffer, partition: number): Position => ({
  epoch: bytes.readDoubleBE(0),
  partition,
  offset: bytes.readDoubleBE(8),
});
