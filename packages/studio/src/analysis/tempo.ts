import { onsetsOf, type Spectra } from './spectra.ts';

/**
 * Beats a minute as a listener without the score would find them: onsets, what they have in common with themselves
 * some time later, and the period at which several multiples agree (Scheirer's combs, on the autocorrelation).
 */
export function tempoOf(spectra: Spectra): number {
  const onsets = onsetsOf(spectra);
  const centred = localMeanRemoved(onsets, Math.round(0.8 / spectra.hopSeconds));
  const longest = Math.round(14 / spectra.hopSeconds);
  const same = autocorrelation(centred, longest);
  let best = 0;
  let bestScore = -Infinity;
  for (let bpm = 50; bpm <= 190; bpm *= 1.002) {
    const beat = 60 / bpm / spectra.hopSeconds;
    let score = 0;
    for (let n = 1; n <= 8; n++) score += at(same, beat * n) * (n === 4 || n === 8 ? 2 : 1);
    // Beats are divided in two or three, and the parts carry something too. Most people tap near two a second.
    score += 0.6 * Math.max(at(same, beat / 2), at(same, beat / 3), at(same, (beat * 2) / 3)) + 0.3 * at(same, beat / 4);
    score *= Math.exp(-0.5 * (Math.log2(bpm / 105) / 1.6) ** 2);
    if (score > bestScore) {
      bestScore = score;
      best = bpm;
    }
  }
  return refined(best, same, spectra.hopSeconds);
}

/** Whether a found tempo is the tag's, octaves apart allowed. */
export function tempoAgrees(found: number, tag: number, tolerance = 0.02): boolean {
  return [0.25, 0.5, 1, 2, 4].some((octave) => Math.abs(found / (tag * octave) - 1) <= tolerance);
}

function refined(bpm: number, same: Float32Array, hopSeconds: number): number {
  let best = bpm;
  let bestScore = -Infinity;
  for (let near = bpm * 0.985; near <= bpm * 1.015; near += bpm * 0.0005) {
    let score = 0;
    for (let n = 4; (60 / near) * n < 13; n += 2) score += at(same, ((60 / near) * n) / hopSeconds);
    if (score > bestScore) {
      bestScore = score;
      best = near;
    }
  }
  return best;
}

function at(list: Float32Array, place: number): number {
  const i = Math.floor(place);
  const share = place - i;
  return (list[i] ?? 0) * (1 - share) + (list[i + 1] ?? 0) * share;
}

function localMeanRemoved(list: Float32Array, reach: number): Float32Array {
  const sums = new Float64Array(list.length + 1);
  for (let i = 0; i < list.length; i++) sums[i + 1] = sums[i]! + list[i]!;
  return list.map((value, i) => {
    const from = Math.max(0, i - reach);
    const to = Math.min(list.length, i + reach);
    return Math.max(0, value - (sums[to]! - sums[from]!) / (to - from));
  });
}

function autocorrelation(list: Float32Array, longest: number): Float32Array {
  const out = new Float32Array(longest + 2);
  let mean = 0;
  for (const value of list) mean += value / list.length;
  for (let lag = 1; lag < out.length; lag++) {
    let sum = 0;
    for (let i = lag; i < list.length; i++) sum += (list[i]! - mean) * (list[i - lag]! - mean);
    out[lag] = sum / (list.length - lag);
  }
  return out;
}
