import { SAMPLE_RATE } from '../synth/instrument.ts';

/** Delay lengths in ms, without common factors once in frames, so that echoes never pile up. */
const LINES_MS = [23.1, 29.7, 34.3, 41.9, 47.3, 53.9, 61.7, 71.3];

export interface ReverbSettings {
  readonly reverbSeconds: number;
  /** 0 (bright) to 1. */
  readonly damping: number;
}

/**
 * A room after Jot and Chaigne (1991): eight delay lines that feed each other through a Householder matrix, each
 * losing its highs on every round. Starts empty and adds to the two outputs in place.
 */
export function addReverb(send: Float32Array, left: Float32Array, right: Float32Array, { reverbSeconds, damping }: ReverbSettings): void {
  const lengths = LINES_MS.map((ms) => Math.round((ms * SAMPLE_RATE) / 1000) | 1);
  const lines = lengths.map((length) => new Float32Array(length));
  const gains = lengths.map((length) => 10 ** ((-3 * length) / (reverbSeconds * SAMPLE_RATE)));
  const keep = 0.25 + 0.6 * damping;
  const pass = 1 - keep;
  const low = new Float64Array(8);
  const at = new Int32Array(8);
  const y = new Float64Array(8);
  for (let i = 0; i < send.length; i++) {
    let sum = 0;
    for (let n = 0; n < 8; n++) {
      const value = pass * lines[n]![at[n]!]! + keep * low[n]!;
      low[n] = value;
      y[n] = value;
      sum += value * gains[n]!;
    }
    const back = sum * 0.25;
    const x = send[i]!;
    for (let n = 0; n < 8; n++) {
      lines[n]![at[n]!] = x + y[n]! * gains[n]! - back;
      if (++at[n]! === lengths[n]) at[n] = 0;
    }
    left[i]! += (y[0]! - y[2]! + y[4]! - y[6]!) * 0.5;
    right[i]! += (y[1]! - y[3]! + y[5]! - y[7]!) * 0.5;
  }
}
