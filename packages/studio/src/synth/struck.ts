import { addNoise, filter, overload, shape } from './filter.ts';
import { edges, type Grain, type GrainRequest, type Instrument, levelled, SAMPLE_RATE, secondsToFrames } from './instrument.ts';
import { type Partial, ring } from './modal.ts';

/** A bar, tine, bell or tongue: which ratios it rings in and for how long. */
interface StruckModel {
  /** [ratio, gain, share of the ringing time]. */
  readonly modes: readonly (readonly [number, number, number])[];
  readonly t60: number;
  readonly release: number;
  readonly maxSeconds: number;
  readonly mallet: number;
  readonly malletHz: number;
  /** Motor or amplifier tremolo in Hz, 0 is none; it moves between the sides. */
  readonly tremoloHz: number;
  readonly drive: number;
}

const bar: StruckModel = {
  modes: [[1, 1, 1]],
  t60: 1.2,
  release: 0.2,
  maxSeconds: 1.5,
  mallet: 0.05,
  malletHz: 900,
  tremoloHz: 0,
  drive: 0,
};

export const marimba = struck({
  ...bar,
  modes: [
    [1, 1, 1],
    [3.93, 0.28, 0.28],
    [9.4, 0.1, 0.12],
  ],
  t60: 0.9,
  mallet: 0.12,
  malletHz: 500,
});
export const vibraphone = struck({
  ...bar,
  modes: [
    [1, 1, 1],
    [3.98, 0.22, 0.45],
    [9.9, 0.06, 0.2],
  ],
  t60: 4.2,
  release: 0.5,
  maxSeconds: 4,
  tremoloHz: 4.6,
});
export const kalimba = struck({
  ...bar,
  modes: [
    [1, 1, 1],
    [2.98, 0.1, 0.3],
    [5.8, 0.16, 0.12],
    [8.7, 0.06, 0.08],
  ],
  t60: 1.3,
  mallet: 0.1,
  malletHz: 1500,
});
export const musicBox = struck({
  ...bar,
  modes: [
    [1, 1, 1],
    [2.01, 0.15, 0.7],
    [6.27, 0.2, 0.3],
    [11.2, 0.08, 0.12],
  ],
  t60: 2.2,
  maxSeconds: 2.4,
  release: 0.6,
  mallet: 0.04,
  malletHz: 4000,
});
export const bell = struck({
  ...bar,
  modes: [
    [0.5, 0.3, 1.4],
    [1, 1, 1],
    [1.19, 0.35, 0.8],
    [2, 0.5, 0.6],
    [2.74, 0.25, 0.45],
    [3.76, 0.16, 0.3],
    [5.1, 0.1, 0.2],
  ],
  t60: 5,
  maxSeconds: 6,
  release: 1.2,
  mallet: 0.02,
  malletHz: 3000,
});
export const gong = struck({
  ...bar,
  modes: [
    [1, 1, 1],
    [1.51, 0.5, 0.8],
    [2.02, 0.4, 0.7],
    [2.71, 0.35, 0.5],
    [3.3, 0.2, 0.4],
  ],
  t60: 5,
  maxSeconds: 5,
  release: 1.5,
  mallet: 0.1,
  malletHz: 200,
});
export const rhodes = struck({
  ...bar,
  modes: [
    [1, 1, 1],
    [2, 0.16, 0.6],
    [3, 0.1, 0.4],
    [4.02, 0.06, 0.25],
    [7.1, 0.13, 0.1],
    [11.3, 0.04, 0.06],
  ],
  t60: 3.4,
  release: 0.16,
  maxSeconds: 3.8,
  mallet: 0.04,
  malletHz: 700,
  tremoloHz: 4.2,
  drive: 0.9,
});
export const wurli = struck({
  ...bar,
  modes: [
    [1, 1, 1],
    [2, 0.35, 0.7],
    [3, 0.25, 0.5],
    [4, 0.14, 0.35],
    [5, 0.1, 0.3],
    [6.1, 0.06, 0.1],
  ],
  t60: 2.2,
  release: 0.1,
  maxSeconds: 2.6,
  mallet: 0.05,
  malletHz: 1200,
  tremoloHz: 5.4,
  drive: 1.8,
});
export const glass = struck({
  ...bar,
  modes: [
    [1, 1, 1],
    [2.32, 0.3, 0.7],
    [4.25, 0.2, 0.4],
    [6.63, 0.1, 0.25],
  ],
  t60: 3,
  maxSeconds: 3.4,
  release: 0.8,
  mallet: 0.02,
  malletHz: 5000,
});

function struck(model: StruckModel): Instrument {
  return { release: model.release, maxSeconds: model.maxSeconds, render: (request) => strike(model, request) };
}

function strike(model: StruckModel, { hz, force, seconds, timbre, random }: GrainRequest): Grain {
  const frames = secondsToFrames(seconds);
  const left = new Float32Array(frames);
  const ringing = model.t60 * (330 / hz) ** 0.3 * 2 ** (timbre.decay * 0.5);
  const sharp = 2 ** (1.6 * (force - 0.55) + 0.9 * timbre.bright);
  const partials: Partial[] = model.modes.map(([ratio, gain, share]) => ({
    hz: hz * ratio,
    gain: ratio > 1.3 ? gain * sharp : gain,
    t60: Math.max(0.03, ringing * share),
  }));
  ring(left, null, partials);
  const noise = new Float32Array(Math.min(frames, secondsToFrames(0.04)));
  addNoise(noise, model.mallet * (0.3 + force), random);
  filter(noise, 'band', model.malletHz, 0.25);
  shape(noise, (t) => Math.exp(-t * 140));
  for (let i = 0; i < noise.length; i++) left[i]! += noise[i]!;
  const total = partials.reduce((sum, { gain }) => sum + gain, 0);
  for (let i = 0; i < left.length; i++) left[i]! /= total;
  if (model.drive > 0) overload(left, model.drive * (0.5 + force), 0.18 + 0.1 * timbre.color);
  return levelled(edges(model.tremoloHz > 0 ? tremolo(left, model.tremoloHz * (1 + 0.2 * timbre.detune)) : { left, right: null }), 'tone');
}

function tremolo(mono: Float32Array, rateHz: number): Grain {
  const left = mono;
  const right = Float32Array.from(mono);
  const w = (2 * Math.PI * rateHz) / SAMPLE_RATE;
  for (let i = 0; i < mono.length; i++) {
    // Starts in the middle and opens up, so that fast passages stay even.
    const swing = 0.22 * Math.min(1, i / (SAMPLE_RATE * 0.15)) * Math.sin(w * i);
    left[i]! *= 1 + swing;
    right[i]! *= 1 - swing;
  }
  return { left, right };
}
