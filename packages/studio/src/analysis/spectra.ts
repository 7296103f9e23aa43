import { createFft } from './fft.ts';
import type { Sound } from './sound.ts';

/** Frames of a sound as energies in bands that widen as the ear's do. */
export interface Spectra {
  /** Seconds between frames. */
  readonly hopSeconds: number;
  readonly bands: number;
  /** Natural logarithms of band energies, frame after frame. */
  readonly log: Float32Array;
  readonly frames: number;
  /** Centre of each band in Hz. */
  readonly centres: readonly number[];
}

const SIZE = 1024;
const BANDS = 36;

/** Mel-like spectra of the sum of both sides, one every 8 ms at 32 kHz. */
export function spectraOf({ left, right, sampleRate }: Sound, hop = 256): Spectra {
  const fft = createFft(SIZE);
  const re = new Float64Array(SIZE);
  const im = new Float64Array(SIZE);
  const window = Float64Array.from({ length: SIZE }, (_, i) => 0.5 - 0.5 * Math.cos((2 * Math.PI * i) / SIZE));
  const mel = (hz: number): number => 2595 * Math.log10(1 + hz / 700);
  const hzOf = (m: number): number => 700 * (10 ** (m / 2595) - 1);
  const top = mel(15_000);
  const edge = (b: number): number => Math.max(b + 1, Math.round((hzOf((top * b) / BANDS) * SIZE) / sampleRate));
  const edges = Array.from({ length: BANDS + 1 }, (_, b) => edge(b));
  const frames = Math.max(0, Math.floor((left.length - SIZE) / hop));
  const log = new Float32Array(frames * BANDS);
  for (let f = 0; f < frames; f++) {
    for (let i = 0; i < SIZE; i++) {
      re[i] = (left[f * hop + i]! + right[f * hop + i]!) * 0.5 * window[i]!;
      im[i] = 0;
    }
    fft(re, im);
    for (let b = 0; b < BANDS; b++) {
      let sum = 0;
      const from = edges[b]!;
      const to = Math.max(from + 1, edges[b + 1]!);
      for (let k = from; k < to; k++) sum += re[k]! * re[k]! + im[k]! * im[k]!;
      log[f * BANDS + b] = Math.log(sum / (to - from) + 1e-5);
    }
  }
  return { hopSeconds: hop / sampleRate, bands: BANDS, log, frames, centres: edges.slice(0, BANDS).map((k) => (k * sampleRate) / SIZE) };
}

/** How much louder each frame is than the last, summed over bands: peaks are onsets. */
export function onsetsOf({ log, bands, frames }: Spectra): Float32Array {
  const onsets = new Float32Array(frames);
  for (let f = 2; f < frames; f++) {
    let sum = 0;
    for (let b = 0; b < bands; b++) sum += Math.max(0, log[f * bands + b]! - log[(f - 2) * bands + b]!);
    onsets[f] = sum / bands;
  }
  return onsets;
}
