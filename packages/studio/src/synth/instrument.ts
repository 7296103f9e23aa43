import type { Random } from '../hash.ts';
import { createKFilter } from '../loudness.ts';

/** Frames a second of everything the studio makes: sound to 16 kHz at 1.02 Mbit/s in stereo. */
export const SAMPLE_RATE = 32_000;

/** What an artist turns on their instruments, each from -1 to 1, 0 being the plain instrument. */
export interface Timbre {
  readonly bright: number;
  /** How long it rings. */
  readonly decay: number;
  /** How wide and loose it is tuned. */
  readonly detune: number;
  /** Another knob that each instrument understands its own way. */
  readonly color: number;
}

/** One note as sound, made once and laid into the mix wherever the note returns. `right` null means mono. */
export interface Grain {
  readonly left: Float32Array;
  readonly right: Float32Array | null;
}

export interface GrainRequest {
  readonly hz: number;
  readonly pitch: number;
  /** Played softly (0) to hard (1): changes the colour, not the level, which is the mixer's. */
  readonly force: number;
  /** Seconds of sound wanted at most. */
  readonly seconds: number;
  readonly timbre: Timbre;
  readonly random: Random;
}

export interface Instrument {
  /** Seconds the note rings on once it is let go. */
  readonly release: number;
  /** A note never needs more sound than this. */
  readonly maxSeconds: number;
  /** Pitch is ignored: one sound whatever the note (drums choose by pitch 0, 1, 2 among takes). */
  readonly unpitched?: boolean;
  readonly render: (request: GrainRequest) => Grain;
}

export const secondsToFrames = (seconds: number): number => Math.max(1, Math.round(seconds * SAMPLE_RATE));

/** Weighted energy of every drum stroke, in square units times seconds; a quiet stroke may not be blown up beyond the peak. */
const DRUM_ENERGY = 0.0114;
const DRUM_PEAK = 2.2;

/**
 * Brings a grain to a common level, so that part gains alone make the mix: the loudest 60 ms of a tone have the same
 * power whatever the instrument, and every drum stroke is as loud to the ear as any other.
 */
export function levelled(grain: Grain, kind: 'tone' | 'drum'): Grain {
  const { left, right } = grain;
  const scale = kind === 'tone' ? 0.16 / Math.sqrt(loudestPower(left, right)) : drumScale(left);
  for (let i = 0; i < left.length; i++) left[i]! *= scale;
  if (right) for (let i = 0; i < right.length; i++) right[i]! *= scale;
  return grain;
}

function loudestPower(left: Float32Array, right: Float32Array | null): number {
  const window = Math.round(SAMPLE_RATE * 0.06);
  let best = 1e-12;
  for (let from = 0; from < left.length; from += window) {
    const to = Math.min(left.length, from + window);
    let sum = 0;
    for (const channel of right ? [left, right] : [left, left]) for (let i = from; i < to; i++) sum += channel[i]! * channel[i]!;
    best = Math.max(best, sum / (2 * window));
  }
  return best;
}

function drumScale(mono: Float32Array): number {
  const power = createKFilter(SAMPLE_RATE).power(mono, mono, 0, mono.length) / 2;
  const energy = (power * mono.length) / SAMPLE_RATE;
  let peak = 1e-6;
  for (const value of mono) peak = Math.max(peak, Math.abs(value));
  return Math.min(Math.sqrt(DRUM_ENERGY / Math.max(energy, 1e-12)), DRUM_PEAK / peak);
}

/** Ends without a step: the last milliseconds fade to zero, and so do the first fractions of one. */
export function edges(grain: Grain, { inMs = 0.3, outMs = 12 }: { inMs?: number; outMs?: number } = {}): Grain {
  for (const channel of grain.right ? [grain.left, grain.right] : [grain.left]) {
    const fadeIn = Math.min(channel.length, Math.round((inMs * SAMPLE_RATE) / 1000));
    for (let i = 0; i < fadeIn; i++) channel[i]! *= i / fadeIn;
    const fadeOut = Math.min(channel.length, Math.round((outMs * SAMPLE_RATE) / 1000));
    for (let i = 0; i < fadeOut; i++) channel[channel.length - 1 - i]! *= i / fadeOut;
  }
  return grain;
}
