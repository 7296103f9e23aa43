import { SAMPLE_RATE } from './instrument.ts';

/** One way a struck or plucked thing rings. */
export interface Partial {
  readonly hz: number;
  readonly gain: number;
  /** Seconds until it is 60 dB down. */
  readonly t60: number;
  /** -1 to 1. */
  readonly pan?: number;
}

/**
 * Adds decaying partials into the channels: one two-pole resonator each, four operations a sample. Each sample of a resonator
 * waits for the one before it, so two run side by side; they are added in their order, and the sum is the same to the bit.
 */
export function ring(left: Float32Array, right: Float32Array | null, partials: readonly Partial[]): void {
  const heard = partials
    .filter(({ hz, gain }) => hz < SAMPLE_RATE * 0.46 && gain !== 0)
    .map((partial) => resonatorOf(partial, left.length));
  for (let n = 0; n < heard.length; n += 2) {
    const a = heard[n]!;
    const b = heard[n + 1];
    const together = b ? Math.min(a.frames, b.frames) : 0;
    if (b && right) ringTwoWide(left, right, a, b, together);
    else if (b) ringTwo(left, a, b, together);
    for (const one of b ? [a, b] : [a]) {
      if (right) ringWide(left, right, one, together);
      else ringOne(left, one, together);
    }
  }
}

interface Resonator {
  readonly c: number;
  readonly d: number;
  readonly gl: number;
  readonly gr: number;
  readonly frames: number;
  /** The last two samples. */
  y1: number;
  y2: number;
}

function resonatorOf({ hz, gain, t60, pan = 0 }: Partial, length: number): Resonator {
  const w = (2 * Math.PI * hz) / SAMPLE_RATE;
  const r = Math.exp(-6.9078 / (t60 * SAMPLE_RATE));
  return {
    c: 2 * r * Math.cos(w),
    d: -r * r,
    gl: Math.min(1, 1 - pan),
    gr: Math.min(1, 1 + pan),
    // Past 66 dB down nothing is heard of it, so nothing is computed.
    frames: Math.min(length, Math.ceil(t60 * SAMPLE_RATE * 1.1)),
    y1: 0,
    y2: (-gain * Math.sin(w)) / r,
  };
}

function ringTwoWide(left: Float32Array, right: Float32Array, a: Resonator, b: Resonator, frames: number): void {
  const { c: ca, d: da, gl: la, gr: ra } = a;
  const { c: cb, d: db, gl: lb, gr: rb } = b;
  let { y1: a1, y2: a2 } = a;
  let { y1: b1, y2: b2 } = b;
  for (let i = 0; i < frames; i++) {
    const ya = ca * a1 + da * a2;
    const yb = cb * b1 + db * b2;
    a2 = a1;
    a1 = ya;
    b2 = b1;
    b1 = yb;
    left[i] = Math.fround(left[i]! + ya * la) + yb * lb;
    right[i] = Math.fround(right[i]! + ya * ra) + yb * rb;
  }
  [a.y1, a.y2, b.y1, b.y2] = [a1, a2, b1, b2];
}

function ringTwo(out: Float32Array, a: Resonator, b: Resonator, frames: number): void {
  const { c: ca, d: da } = a;
  const { c: cb, d: db } = b;
  let { y1: a1, y2: a2 } = a;
  let { y1: b1, y2: b2 } = b;
  for (let i = 0; i < frames; i++) {
    const ya = ca * a1 + da * a2;
    const yb = cb * b1 + db * b2;
    a2 = a1;
    a1 = ya;
    b2 = b1;
    b1 = yb;
    out[i] = Math.fround(out[i]! + ya) + yb;
  }
  [a.y1, a.y2, b.y1, b.y2] = [a1, a2, b1, b2];
}

function ringWide(left: Float32Array, right: Float32Array, { c, d, gl, gr, frames, y1, y2 }: Resonator, from: number): void {
  for (let i = from; i < frames; i++) {
    const y = c * y1 + d * y2;
    y2 = y1;
    y1 = y;
    left[i]! += y * gl;
    right[i]! += y * gr;
  }
}

function ringOne(out: Float32Array, { c, d, frames, y1, y2 }: Resonator, from: number): void {
  for (let i = from; i < frames; i++) {
    const y = c * y1 + d * y2;
    y2 = y1;
    y1 = y;
    out[i]! += y;
  }
}
