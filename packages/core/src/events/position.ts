import { z } from 'zod';

/**
 * Where an event stands. The epoch (ms since 1970 when the log was made or adopted) tells one log from the one that
 * replaced it: an older epoch never beats a newer one.
 */
export const PositionSchema = z.object({
  epoch: z.number().int().nonnegative(),
  partition: z.number().int().nonnegative(),
  offset: z.number().int().nonnegative(),
});
export type Position = Readonly<z.infer<typeof PositionSchema>>;

/** Negative, zero or positive; positions of different partitions have no order and must not be compared. */
export function comparePositions(a: Position, b: Position): number {
  return a.epoch - b.epoch || a.offset - b.offset;
}

/**
 * The partition that a key lives on: FNV-1a over UTF-16 units. Chosen here and passed to the log explicitly, so that
 * the keys of the online store can carry the same number and one partition's records share a slot.
 */
export function partitionOf(key: string, partitions: number): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < key.length; i++) hash = Math.imul(hash ^ key.charCodeAt(i), 0x01000193);
  // FNV's low bits are weak on short keys: fold the high half in before the modulo.
  return ((hash ^ (hash >>> 15)) >>> 0) % partitions;
}
