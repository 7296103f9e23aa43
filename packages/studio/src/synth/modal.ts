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

/** Adds decaying partials into the channels: one two-pole resonator each, four operations a sample. */
export function ring(left: Float32Array, right: Float32Array | null, partials: readonly Partial[]): void {
  for (const { hz, gain, t60, pan = 0 } of partials) {
    if (hz >= SAMPLE_RATE * 0.46 || gain === 0) continue;
    const w = (2 * Math.PI * hz) / SAMPLE_RATE;
    const r = Math.exp(-6.9078 / (t60 * SAMPLE_RATE));
    const c = 2 * r * Math.cos(w);
    const d = -r * r;
    // Past 66 dB down nothing is heard of it, so nothing is computed.
    const frames = Math.min(left.length, Math.ceil(t60 * SAMPLE_RATE * 1.1));
    let y1 = 0;
    let y2 = (-gain * Math.sin(w)) / r;
    y1 = 0;
    if (right) {
      const gl = Math.min(1, 1 - pan);
      const gr = Math.min(1, 1 + pan);
      for (let i = 0; i < frames; i++) {
        const y = c * y1 + d * y2;
        y2 = y1;
        y1 = y;
        left[i]! += y * gl;
        right[i]! += y * gr;
      }
    } else {
      for (let i = 0; i < frames; i++) {
        const y = c * y1 + d * y2;
        y2 = y1;
        y1 = y;
        left[i]! += y;
      }
    }
  }
}
