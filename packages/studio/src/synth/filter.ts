import type { Random } from '../hash.ts';
import { SAMPLE_RATE } from './instrument.ts';

/** A number that changes over a grain: seconds in, value out. */
export type Curve = (seconds: number) => number;

export type FilterKind = 'low' | 'band' | 'high';

/** State-variable filter (Simper's trapezoidal form) in place, its cutoff moved every 32 frames. */
export function filter(out: Float32Array, kind: FilterKind, cutoffHz: number | Curve, resonance = 0.1): void {
  let s1 = 0;
  let s2 = 0;
  const k = 2 - 1.9 * Math.min(1, Math.max(0, resonance));
  // What of the input, of the band and of the low output makes the kind.
  const m0 = kind === 'high' ? 1 : 0;
  const m1 = kind === 'band' ? k : kind === 'high' ? -k : 0;
  const m2 = kind === 'low' ? 1 : kind === 'high' ? -1 : 0;
  let a1 = 0;
  let a2 = 0;
  let a3 = 0;
  for (let from = 0; from < out.length; from += 32) {
    if (from === 0 || typeof cutoffHz !== 'number') {
      const hz = typeof cutoffHz === 'number' ? cutoffHz : cutoffHz(from / SAMPLE_RATE);
      const g = Math.tan((Math.PI * Math.min(Math.max(hz, 16), SAMPLE_RATE * 0.45)) / SAMPLE_RATE);
      a1 = 1 / (1 + g * (g + k));
      a2 = g * a1;
      a3 = g * a2;
    }
    const to = Math.min(out.length, from + 32);
    for (let i = from; i < to; i++) {
      const x = out[i]!;
      const v3 = x - s2;
      const v1 = a1 * s1 + a2 * v3;
      const v2 = s2 + a2 * s1 + a3 * v3;
      s1 = 2 * v1 - s1;
      s2 = 2 * v2 - s2;
      out[i] = m0 * x + m1 * v1 + m2 * v2;
    }
  }
}

/** Multiplies by a curve, interpolated between points 32 frames apart. */
export function shape(out: Float32Array, curve: Curve): void {
  let now = curve(0);
  for (let from = 0; from < out.length; from += 32) {
    const next = curve((from + 32) / SAMPLE_RATE);
    const slope = (next - now) / 32;
    const to = Math.min(out.length, from + 32);
    for (let i = from; i < to; i++) out[i]! *= now + slope * (i - from);
    now = next;
  }
}

/** White noise, uniform in -gain to gain, added in place. */
export function addNoise(out: Float32Array, gain: number, random: Random): void {
  let state = (random.next() * 4294967296) >>> 0 || 1;
  for (let i = 0; i < out.length; i++) {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    out[i]! += (gain * (state | 0)) / 2147483648;
  }
}

/** A smooth overload: below a third nearly straight, never beyond 1. Monotone and cheap, the same on every machine. */
export function overload(out: Float32Array, drive: number, bias = 0): void {
  const rest = softClip(bias);
  for (let i = 0; i < out.length; i++) out[i] = softClip(out[i]! * drive + bias) - rest;
}

function softClip(x: number): number {
  if (x > 3) return 1;
  if (x < -3) return -1;
  const x2 = x * x;
  return (x * (27 + x2)) / (27 + 9 * x2);
}

/** Attack to 1, then down to a level kept while the note lasts; the mixer does the release. */
export function attackDecay(attack: number, decay: number, sustain: number): Curve {
  return (t) => (t < attack ? t / attack : sustain + (1 - sustain) * Math.exp((-3 * (t - attack)) / decay));
}
