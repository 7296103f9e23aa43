import type { Sound } from './sound.ts';

/** The longest stretch under -60 dBFS in seconds, read in windows of 20 ms. */
export function longestSilence({ left, right, sampleRate }: Sound): number {
  const window = Math.round(sampleRate * 0.02);
  let longest = 0;
  let run = 0;
  for (let from = 0; from < left.length; from += window) {
    let sum = 0;
    const to = Math.min(left.length, from + window);
    for (let i = from; i < to; i++) sum += left[i]! * left[i]! + right[i]! * right[i]!;
    run = sum / 2 / (to - from) < 1e-6 ? run + (to - from) : 0;
    longest = Math.max(longest, run);
  }
  return longest / sampleRate;
}
