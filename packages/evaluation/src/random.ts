import { mix } from '@segue/core/model';

/** 0 (included) to 1 (excluded), the same sequence for the same seed on every machine. */
export type Random = () => number;

/** Weyl sequence, mixed: every seed has a sequence of its own. */
export function createRandom(seed: number): Random {
  let state = mix(seed + 0x9e3779b9);
  return () => {
    state = (state + 0x9e3779b9) >>> 0;
    // 21 and 32 bits: all that a double holds.
    return ((mix(state) >>> 11) * 0x1_0000_0000 + mix(state ^ 0x5bd1e995)) / 0x20_0000_0000_0000;
  };
}

/** Whole numbers from 0, each below `size` once, in an order that the seed decides. */
export function permutation(size: number, random: Random): Int32Array {
  const out = Int32Array.from({ length: size }, (_, i) => i);
  for (let i = size - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    const kept = out[i]!;
    out[i] = out[j]!;
    out[j] = kept;
  }
  return out;
}

/** Standard normal, Box and Muller. */
export function normalOf(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}
