/** FNV-1a with an avalanche at the end: the only source of chance, so that the same log teaches the same model. */
export function hashOf(text: string, seed = 0): number {
  let hash = (0x811c9dc5 ^ seed) >>> 0;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return mix(hash);
}

/** 0 (included) to 1 (excluded). */
export const fractionOf = (text: string, seed = 0): number => hashOf(text, seed) / 0x1_0000_0000;

/** MurmurHash3's finaliser: every input bit changes every output bit with probability one half. */
export function mix(value: number): number {
  let h = value >>> 0;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}
