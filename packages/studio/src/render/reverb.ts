import { SAMPLE_RATE } from '../synth/instrument.ts';

/** Delay lengths in ms, without common factors once in frames, so that echoes never pile up. */
const LINES_MS = [23.1, 29.7, 34.3, 41.9, 47.3, 53.9, 61.7, 71.3] as const;

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
  const [length0, length1, length2, length3, length4, length5, length6, length7] = ofEach(framesOf);
  const [line0, line1, line2, line3, line4, line5, line6, line7] = ofEach((ms) => new Float32Array(framesOf(ms)));
  const [gain0, gain1, gain2, gain3, gain4, gain5, gain6, gain7] = ofEach(
    (ms) => 10 ** ((-3 * framesOf(ms)) / (reverbSeconds * SAMPLE_RATE)),
  );
  const keep = 0.25 + 0.6 * damping;
  const pass = 1 - keep;
  let [at0, at1, at2, at3, at4, at5, at6, at7] = [0, 0, 0, 0, 0, 0, 0, 0];
  let [y0, y1, y2, y3, y4, y5, y6, y7] = [0, 0, 0, 0, 0, 0, 0, 0];
  // A fifth of all that a track takes is this loop: written out, the lines stay in registers, and it runs in half the time.
  for (let i = 0; i < send.length; i++) {
    y0 = pass * line0[at0]! + keep * y0;
    y1 = pass * line1[at1]! + keep * y1;
    y2 = pass * line2[at2]! + keep * y2;
    y3 = pass * line3[at3]! + keep * y3;
    y4 = pass * line4[at4]! + keep * y4;
    y5 = pass * line5[at5]! + keep * y5;
    y6 = pass * line6[at6]! + keep * y6;
    y7 = pass * line7[at7]! + keep * y7;
    const [g0, g1, g2, g3] = [y0 * gain0, y1 * gain1, y2 * gain2, y3 * gain3];
    const [g4, g5, g6, g7] = [y4 * gain4, y5 * gain5, y6 * gain6, y7 * gain7];
    const back = (g0 + g1 + g2 + g3 + g4 + g5 + g6 + g7) * 0.25;
    const x = send[i]!;
    line0[at0] = x + g0 - back;
    line1[at1] = x + g1 - back;
    line2[at2] = x + g2 - back;
    line3[at3] = x + g3 - back;
    line4[at4] = x + g4 - back;
    line5[at5] = x + g5 - back;
    line6[at6] = x + g6 - back;
    line7[at7] = x + g7 - back;
    if (++at0 === length0) at0 = 0;
    if (++at1 === length1) at1 = 0;
    if (++at2 === length2) at2 = 0;
    if (++at3 === length3) at3 = 0;
    if (++at4 === length4) at4 = 0;
    if (++at5 === length5) at5 = 0;
    if (++at6 === length6) at6 = 0;
    if (++at7 === length7) at7 = 0;
    left[i]! += (y0 - y2 + y4 - y6) * 0.5;
    right[i]! += (y1 - y3 + y5 - y7) * 0.5;
  }
}

const framesOf = (ms: number): number => Math.round((ms * SAMPLE_RATE) / 1000) | 1;

/** One thing for each line. */
function ofEach<T>(make: (ms: number) => T): readonly [T, T, T, T, T, T, T, T] {
  const [a, b, c, d, e, f, g, h] = LINES_MS;
  return [make(a), make(b), make(c), make(d), make(e), make(f), make(g), make(h)];
}
