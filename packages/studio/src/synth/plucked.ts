import { addNoise, filter, shape } from './filter.ts';
import { edges, type Grain, type GrainRequest, type Instrument, levelled, secondsToFrames } from './instrument.ts';
import { type Partial, ring } from './modal.ts';

/** How a string is made and where it is plucked. */
interface StringModel {
  readonly partials: number;
  /** Share of the string at which it is plucked: harmonics with a node there are missing. */
  readonly pluckAt: number;
  /** Each harmonic is this power of its number softer. */
  readonly slope: number;
  readonly t60: number;
  /** How much faster the high partials die. */
  readonly damping: number;
  /** Stiffness: how sharp the high partials are. */
  readonly stiffness: number;
  /** The finger, pick or hammer that is heard. */
  readonly knock: number;
  readonly knockHz: number;
  readonly release: number;
  readonly maxSeconds: number;
  /** Second string detuned by so many cents, for a slow beating. */
  readonly chorusCents: number;
}

const plain: StringModel = {
  partials: 18,
  pluckAt: 0.18,
  slope: 1.1,
  t60: 2.4,
  damping: 0.3,
  stiffness: 0.00008,
  knock: 0.05,
  knockHz: 1800,
  release: 0.12,
  maxSeconds: 2.6,
  chorusCents: 0,
};

export const nylon = pluckedString({ ...plain, slope: 1.5, damping: 0.45, knock: 0.07, knockHz: 900 });
export const steel = pluckedString({
  ...plain,
  partials: 26,
  pluckAt: 0.13,
  slope: 0.95,
  t60: 3.2,
  damping: 0.2,
  stiffness: 0.0001,
  knock: 0.08,
  knockHz: 3200,
  chorusCents: 2,
});
export const banjo = pluckedString({
  ...plain,
  partials: 26,
  pluckAt: 0.07,
  slope: 0.75,
  t60: 0.75,
  damping: 0.12,
  stiffness: 0.0002,
  knock: 0.2,
  knockHz: 2600,
  maxSeconds: 1,
});
export const mandolin = pluckedString({
  ...plain,
  partials: 24,
  pluckAt: 0.1,
  slope: 0.85,
  t60: 1,
  damping: 0.15,
  stiffness: 0.0003,
  knock: 0.1,
  knockHz: 4000,
  chorusCents: 7,
  maxSeconds: 1.2,
});
export const harp = pluckedString({ ...plain, pluckAt: 0.4, slope: 1.5, t60: 3, damping: 0.35, knock: 0.02, maxSeconds: 3, release: 0.5 });
export const cleanGuitar = pluckedString({
  ...plain,
  partials: 20,
  pluckAt: 0.22,
  slope: 1.15,
  t60: 3,
  damping: 0.3,
  knock: 0.03,
  knockHz: 2500,
  chorusCents: 9,
  maxSeconds: 3,
});
export const mutedGuitar = pluckedString({
  ...plain,
  partials: 20,
  pluckAt: 0.12,
  slope: 0.8,
  t60: 0.22,
  damping: 0.06,
  knock: 0.25,
  knockHz: 1800,
  maxSeconds: 0.35,
  release: 0.05,
});
export const clavinet = pluckedString({
  ...plain,
  partials: 30,
  pluckAt: 0.06,
  slope: 0.65,
  t60: 1.1,
  damping: 0.07,
  knock: 0.1,
  knockHz: 3500,
  maxSeconds: 0.9,
  release: 0.03,
});
export const harpsichord = pluckedString({
  ...plain,
  partials: 30,
  pluckAt: 0.09,
  slope: 0.55,
  t60: 1.9,
  damping: 0.1,
  knock: 0.12,
  knockHz: 5000,
  maxSeconds: 2,
  release: 0.08,
});
export const fingerBass = pluckedString({
  ...plain,
  partials: 14,
  pluckAt: 0.27,
  slope: 1.45,
  t60: 2.6,
  damping: 0.5,
  knock: 0.05,
  knockHz: 700,
  maxSeconds: 2.4,
  release: 0.06,
});
export const pickBass = pluckedString({
  ...plain,
  partials: 24,
  pluckAt: 0.12,
  slope: 1,
  t60: 2.2,
  damping: 0.25,
  knock: 0.12,
  knockHz: 2200,
  maxSeconds: 2,
  release: 0.05,
});
export const slapBass = pluckedString({
  ...plain,
  partials: 30,
  pluckAt: 0.08,
  slope: 0.85,
  t60: 1.4,
  damping: 0.18,
  stiffness: 0.0002,
  knock: 0.35,
  knockHz: 2800,
  maxSeconds: 1.4,
  release: 0.04,
});
export const uprightBass = pluckedString({
  ...plain,
  partials: 12,
  pluckAt: 0.3,
  slope: 1.5,
  t60: 1.5,
  damping: 0.6,
  knock: 0.2,
  knockHz: 380,
  maxSeconds: 1.6,
  release: 0.09,
});
export const piano = pluckedString({
  ...plain,
  partials: 20,
  pluckAt: 0.125,
  slope: 1.25,
  t60: 4.6,
  damping: 0.26,
  stiffness: 0.00035,
  knock: 0.05,
  knockHz: 900,
  maxSeconds: 5,
  release: 0.22,
  chorusCents: 1.6,
});
export const feltPiano = pluckedString({
  ...plain,
  partials: 10,
  pluckAt: 0.125,
  slope: 1.9,
  t60: 3.8,
  damping: 0.6,
  stiffness: 0.0003,
  knock: 0.14,
  knockHz: 500,
  maxSeconds: 5,
  release: 0.3,
  chorusCents: 1.2,
});

function pluckedString(model: StringModel): Instrument {
  return { release: model.release, maxSeconds: model.maxSeconds, render: (request) => pluck(model, request) };
}

function pluck(model: StringModel, { hz, force, seconds, timbre, random }: GrainRequest): Grain {
  const frames = secondsToFrames(seconds);
  const grain = { left: new Float32Array(frames), right: new Float32Array(frames) };
  // Long strings ring longer than short ones, as in any piano or guitar.
  const ringing = model.t60 * (220 / hz) ** 0.45 * 2 ** (timbre.decay * 0.5);
  const slope = model.slope + 0.45 * (0.55 - force) - 0.3 * timbre.bright;
  const at = model.pluckAt * (1 + 0.25 * timbre.color);
  const partials: Partial[] = [];
  for (let n = 1; n <= model.partials; n++) {
    const ratio = n * Math.sqrt(1 + model.stiffness * n * n);
    const gain = Math.sin(Math.PI * n * at) / n ** slope;
    const t60 = Math.max(0.03, ringing / (1 + model.damping * (n - 1) * (1 - 0.3 * timbre.bright)));
    if (model.chorusCents > 0 && n <= 12) {
      const beat = 2 ** ((model.chorusCents * (1 + timbre.detune * 0.5)) / 2400);
      partials.push({ hz: hz * ratio * beat, gain: gain * 0.62, t60, pan: -0.45 });
      partials.push({ hz: (hz * ratio) / beat, gain: gain * 0.5, t60: t60 * 1.15, pan: 0.45 });
    } else {
      partials.push({ hz: hz * ratio, gain, t60, pan: ((n % 3) - 1) * 0.12 });
    }
  }
  ring(grain.left, grain.right, partials);
  if (model.knock > 0) {
    const noise = new Float32Array(Math.min(frames, secondsToFrames(0.05)));
    addNoise(noise, model.knock * (0.4 + force), random);
    filter(noise, 'band', model.knockHz * (1 + 0.3 * timbre.bright), 0.3);
    shape(noise, (t) => Math.exp(-t * 110));
    for (let i = 0; i < noise.length; i++) {
      grain.left[i]! += noise[i]!;
      grain.right[i]! += noise[i]!;
    }
  }
  return levelled(edges(grain), 'tone');
}
