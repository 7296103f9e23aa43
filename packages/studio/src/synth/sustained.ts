import { addNoise, attackDecay, type Curve, filter, overload, shape } from './filter.ts';
import { edges, type Grain, type GrainRequest, type Instrument, levelled, SAMPLE_RATE, secondsToFrames } from './instrument.ts';
import { addTone, cycleFrom, cycleOf, type Shape } from './wave.ts';

/** Several tones of one shape, detuned and spread, through one low-pass that opens with the note. */
interface EnsembleModel {
  readonly shape: Shape;
  readonly tones: number;
  readonly spreadCents: number;
  readonly attack: number;
  readonly decay: number;
  readonly sustain: number;
  readonly release: number;
  /** Low-pass in multiples of the pitch at rest, and how far the note opens it. */
  readonly cutoff: number;
  readonly opens: number;
  readonly opensFor: number;
  readonly resonance: number;
  readonly vibrato: number;
  readonly maxSeconds: number;
  /** A sine an octave below, for weight. */
  readonly sub: number;
}

const soft: EnsembleModel = {
  shape: 'saw',
  tones: 3,
  spreadCents: 14,
  attack: 0.4,
  decay: 1,
  sustain: 0.8,
  release: 0.6,
  cutoff: 5,
  opens: 1,
  opensFor: 1,
  resonance: 0.05,
  vibrato: 0,
  maxSeconds: 9,
  sub: 0,
};

export const pad = ensemble({ ...soft, attack: 0.7, release: 1, cutoff: 3.2, opens: 3, opensFor: 2.5 });
export const glassPad = ensemble({ ...soft, shape: 'triangle', attack: 0.9, release: 1.4, cutoff: 9, spreadCents: 10 });
export const strings = ensemble({ ...soft, tones: 4, attack: 0.22, release: 0.35, cutoff: 7, opens: 3, vibrato: 0.12, spreadCents: 11 });
export const warmStrings = ensemble({ ...soft, tones: 3, attack: 0.4, release: 0.5, cutoff: 4, opens: 2, vibrato: 0.1 });
export const spiccato = ensemble({
  ...soft,
  tones: 3,
  attack: 0.012,
  decay: 0.25,
  sustain: 0.1,
  release: 0.12,
  cutoff: 4,
  opens: 8,
  opensFor: 0.12,
  maxSeconds: 0.8,
});
export const brass = ensemble({
  ...soft,
  tones: 3,
  spreadCents: 8,
  attack: 0.035,
  decay: 0.4,
  sustain: 0.75,
  release: 0.09,
  cutoff: 3,
  opens: 7,
  opensFor: 0.25,
  maxSeconds: 2,
});
export const synthLead = ensemble({
  ...soft,
  tones: 2,
  spreadCents: 9,
  attack: 0.012,
  decay: 0.6,
  sustain: 0.7,
  release: 0.14,
  cutoff: 6,
  opens: 6,
  opensFor: 0.4,
  resonance: 0.25,
  vibrato: 0.16,
  maxSeconds: 3,
});
export const squareLead = ensemble({
  ...soft,
  shape: 'square',
  tones: 2,
  spreadCents: 6,
  attack: 0.012,
  decay: 0.6,
  sustain: 0.7,
  release: 0.12,
  cutoff: 6,
  opens: 4,
  opensFor: 0.3,
  vibrato: 0.14,
  maxSeconds: 3,
});
export const synthPluck = ensemble({
  ...soft,
  tones: 2,
  spreadCents: 12,
  attack: 0.003,
  decay: 0.35,
  sustain: 0,
  release: 0.15,
  cutoff: 1.5,
  opens: 14,
  opensFor: 0.14,
  resonance: 0.3,
  maxSeconds: 0.9,
});
export const stab = ensemble({
  ...soft,
  tones: 4,
  spreadCents: 16,
  attack: 0.004,
  decay: 0.3,
  sustain: 0.15,
  release: 0.2,
  cutoff: 2.5,
  opens: 9,
  opensFor: 0.18,
  resonance: 0.2,
  maxSeconds: 1,
});
export const superSaw = ensemble({
  ...soft,
  tones: 5,
  spreadCents: 24,
  attack: 0.02,
  decay: 1,
  sustain: 0.8,
  release: 0.3,
  cutoff: 9,
  opens: 4,
  opensFor: 0.6,
  maxSeconds: 5,
});
export const synthBass = ensemble({
  ...soft,
  tones: 2,
  spreadCents: 7,
  attack: 0.004,
  decay: 0.3,
  sustain: 0.45,
  release: 0.06,
  cutoff: 3,
  opens: 10,
  opensFor: 0.12,
  resonance: 0.25,
  maxSeconds: 1.5,
  sub: 0.5,
});
export const roundBass = ensemble({
  ...soft,
  shape: 'triangle',
  tones: 1,
  spreadCents: 0,
  attack: 0.006,
  decay: 0.5,
  sustain: 0.7,
  release: 0.07,
  cutoff: 4,
  opens: 4,
  opensFor: 0.1,
  maxSeconds: 2.5,
  sub: 0.5,
});
export const subBass = ensemble({
  ...soft,
  shape: 'sine',
  tones: 1,
  spreadCents: 0,
  attack: 0.008,
  decay: 0.8,
  sustain: 0.85,
  release: 0.09,
  cutoff: 12,
  opens: 0,
  maxSeconds: 3,
});
export const reese = ensemble({
  ...soft,
  tones: 3,
  spreadCents: 34,
  attack: 0.012,
  decay: 1,
  sustain: 0.9,
  release: 0.08,
  cutoff: 5,
  opens: 5,
  opensFor: 0.9,
  resonance: 0.15,
  maxSeconds: 3,
  sub: 0.9,
});
export const acid = ensemble({
  ...soft,
  tones: 1,
  spreadCents: 0,
  attack: 0.003,
  decay: 0.25,
  sustain: 0.25,
  release: 0.04,
  cutoff: 2,
  opens: 12,
  opensFor: 0.12,
  resonance: 0.72,
  maxSeconds: 0.8,
});
export const chipPulse = ensemble({
  ...soft,
  shape: 'pulse',
  tones: 1,
  spreadCents: 0,
  attack: 0.002,
  decay: 0.5,
  sustain: 0.6,
  release: 0.03,
  cutoff: 60,
  opens: 0,
  vibrato: 0.1,
  maxSeconds: 2,
});
export const chipSquare = ensemble({
  ...soft,
  shape: 'square',
  tones: 1,
  spreadCents: 0,
  attack: 0.002,
  decay: 0.3,
  sustain: 0.5,
  release: 0.02,
  cutoff: 60,
  opens: 0,
  maxSeconds: 1.5,
});
export const chipTriangle = ensemble({
  ...soft,
  shape: 'triangle',
  tones: 1,
  spreadCents: 0,
  attack: 0.002,
  decay: 1,
  sustain: 0.9,
  release: 0.02,
  cutoff: 60,
  opens: 0,
  maxSeconds: 2,
});

/** Drawbars: which harmonics an organ adds, as gains of harmonics 1 to 8. */
export const organ = voiced({
  harmonics: [1, 0.7, 0.45, 0.25, 0, 0.15, 0, 0.12],
  attack: 0.012,
  release: 0.06,
  vibrato: 0.05,
  vibratoHz: 6.4,
  breath: 0.01,
  maxSeconds: 5,
  formants: [],
  tones: 2,
});
export const bubbleOrgan = voiced({
  harmonics: [1, 0.9, 0.3, 0.2],
  attack: 0.006,
  release: 0.04,
  vibrato: 0.04,
  vibratoHz: 6.5,
  breath: 0.01,
  maxSeconds: 1,
  formants: [],
  tones: 1,
});
export const flute = voiced({
  harmonics: [1, 0.42, 0.16, 0.07, 0.03],
  attack: 0.06,
  release: 0.12,
  vibrato: 0.16,
  vibratoHz: 5.2,
  breath: 0.07,
  maxSeconds: 4,
  formants: [],
  tones: 1,
});
export const clarinet = voiced({
  harmonics: [1, 0.04, 0.55, 0.05, 0.32, 0.05, 0.18, 0.04, 0.1],
  attack: 0.045,
  release: 0.1,
  vibrato: 0.06,
  vibratoHz: 4.8,
  breath: 0.02,
  maxSeconds: 4,
  formants: [],
  tones: 1,
});
export const sax = voiced({
  harmonics: saw(18),
  attack: 0.04,
  release: 0.1,
  vibrato: 0.14,
  vibratoHz: 5.1,
  breath: 0.05,
  maxSeconds: 4,
  formants: [
    [520, 0.9],
    [1400, 0.55],
    [2600, 0.2],
  ],
  tones: 1,
});
export const mutedTrumpet = voiced({
  harmonics: saw(16),
  attack: 0.03,
  release: 0.08,
  vibrato: 0.1,
  vibratoHz: 5.4,
  breath: 0.02,
  maxSeconds: 3,
  formants: [
    [1500, 1],
    [2500, 0.6],
    [700, 0.3],
  ],
  tones: 1,
});
export const fiddle = voiced({
  harmonics: saw(22),
  attack: 0.05,
  release: 0.09,
  vibrato: 0.17,
  vibratoHz: 5.6,
  breath: 0.025,
  maxSeconds: 4,
  formants: [
    [480, 0.8],
    [1100, 0.6],
    [2900, 0.45],
  ],
  tones: 1,
});
export const cello = voiced({
  harmonics: saw(26),
  attack: 0.09,
  release: 0.16,
  vibrato: 0.13,
  vibratoHz: 5,
  breath: 0.02,
  maxSeconds: 5,
  formants: [
    [260, 0.9],
    [620, 0.6],
    [1500, 0.3],
  ],
  tones: 2,
});
export const choir = voiced({
  harmonics: saw(24),
  attack: 0.3,
  release: 0.5,
  vibrato: 0.12,
  vibratoHz: 4.9,
  breath: 0.03,
  maxSeconds: 6,
  formants: [
    [640, 1],
    [1080, 0.5],
    [2500, 0.12],
  ],
  tones: 3,
});
export const hum = voiced({
  harmonics: saw(20),
  attack: 0.12,
  release: 0.25,
  vibrato: 0.15,
  vibratoHz: 5,
  breath: 0.03,
  maxSeconds: 4,
  formants: [
    [340, 1],
    [800, 0.35],
    [2300, 0.05],
  ],
  tones: 2,
});
export const accordion = voiced({
  harmonics: saw(16),
  attack: 0.05,
  release: 0.08,
  vibrato: 0,
  vibratoHz: 5,
  breath: 0.01,
  maxSeconds: 4,
  formants: [
    [900, 0.7],
    [1800, 0.5],
    [400, 0.6],
  ],
  tones: 2,
  cents: 9,
});
export const whistle = voiced({
  harmonics: [1, 0.06, 0.02],
  attack: 0.05,
  release: 0.1,
  vibrato: 0.22,
  vibratoHz: 5.6,
  breath: 0.04,
  maxSeconds: 3,
  formants: [],
  tones: 1,
});

function ensemble(model: EnsembleModel): Instrument {
  return { release: model.release, maxSeconds: model.maxSeconds, render: (request) => bow(model, request) };
}

function bow(model: EnsembleModel, { hz, force, seconds, timbre, random }: GrainRequest): Grain {
  const frames = secondsToFrames(seconds);
  const wide = model.tones > 1;
  const left = new Float32Array(frames);
  const right = wide ? new Float32Array(frames) : null;
  const table = cycleOf(model.shape, hz * 1.02);
  const spread = model.spreadCents * (1 + 0.4 * timbre.detune);
  for (let i = 0; i < model.tones; i++) {
    const place = model.tones === 1 ? 0 : (i / (model.tones - 1)) * 2 - 1;
    const cents = place * spread * 0.5 + random.between(-1, 1);
    const side = right && i % 2 === 1 ? right : left;
    const tone = {
      table,
      hz: hz * 2 ** (cents / 1200),
      gain: 0.5,
      phase: random.next(),
      vibratoDepth: model.vibrato,
      vibratoHz: random.between(4.6, 5.7),
      vibratoDelay: 0.35,
    };
    addTone(side, tone);
    // An odd one out sits in the middle.
    if (right && model.tones % 2 === 1 && i === model.tones - 1) addTone(right, tone);
  }
  const open = 2 ** (1.1 * (force - 0.5) + 0.8 * timbre.bright);
  // The cutoff follows the pitch less than fully: high notes would be shrill, low ones dull.
  const rest = model.cutoff * (hz * 220) ** 0.5 * open;
  const lift = model.opens * (hz * 220) ** 0.5 * open;
  const opensFor = model.opensFor * 2 ** (0.4 * timbre.decay);
  const slow = model.attack > 0.1;
  const cutoff: Curve = (t) => rest + lift * (slow ? Math.sin(Math.min(1, t / opensFor / 2) * Math.PI) : Math.exp((-3 * t) / opensFor));
  const resonance = Math.min(0.85, model.resonance * (1 + 0.35 * timbre.color));
  const envelope = attackDecay(model.attack, model.decay, model.sustain);
  for (const channel of right ? [left, right] : [left]) {
    filter(channel, 'low', cutoff, resonance);
    if (model.sub > 0) addTone(channel, { table: cycleOf('sine', hz / 2), hz: hz > 75 ? hz / 2 : hz, gain: model.sub * 0.4, phase: 0 });
    shape(channel, envelope);
  }
  return levelled(edges({ left, right }, { inMs: 1 }), 'tone');
}

/** One voice with a spectrum of its own: reeds, bows, throats. Formants stay where they are when the pitch moves. */
interface VoicedModel {
  readonly harmonics: readonly number[];
  readonly formants: readonly (readonly [number, number])[];
  readonly attack: number;
  readonly release: number;
  readonly vibrato: number;
  readonly vibratoHz: number;
  readonly breath: number;
  readonly maxSeconds: number;
  readonly tones: number;
  readonly cents?: number;
}

function voiced(model: VoicedModel): Instrument {
  return { release: model.release, maxSeconds: model.maxSeconds, render: (request) => sing(model, request) };
}

function sing(model: VoicedModel, { hz, force, seconds, timbre, random }: GrainRequest): Grain {
  const frames = secondsToFrames(seconds);
  const left = new Float32Array(frames);
  const right = model.tones > 1 ? new Float32Array(frames) : null;
  const table = cycleFrom(spectrumOf(model, hz, force * 0.8 + 0.3 * timbre.bright, timbre.color), true);
  const cents = (model.cents ?? 5) * (1 + 0.5 * timbre.detune);
  for (let i = 0; i < model.tones; i++) {
    const place = model.tones === 1 ? 0 : (i / (model.tones - 1)) * 2 - 1;
    const tone = {
      table,
      hz: hz * 2 ** ((place * cents) / 1200),
      gain: 0.5,
      phase: random.next(),
      vibratoHz: model.vibratoHz * random.between(0.94, 1.06),
      vibratoDepth: model.vibrato,
      vibratoDelay: 0.5,
      glideFrom: model.attack > 0.02 ? -0.35 : 0,
      glideSeconds: 0.06,
    };
    if (!right || place <= 0) addTone(left, tone);
    if (right && place >= 0) addTone(right, tone);
  }
  // One breath for both sides: it is in the middle, where the mouth is.
  const breath = new Float32Array(frames);
  addNoise(breath, model.breath, random);
  filter(breath, 'band', Math.min(hz * 3, 6000), 0.2);
  shape(breath, (t) => 0.5 + 1.2 * Math.exp(-t * 14));
  for (const channel of right ? [left, right] : [left]) {
    for (let i = 0; i < frames; i++) channel[i]! += breath[i]!;
    shape(channel, (t) => (t < model.attack ? Math.sin((t / model.attack) * Math.PI * 0.5) : 1) * (0.94 + 0.06 * Math.sin(t * 3.1)));
  }
  return levelled(edges({ left, right }, { inMs: 2 }), 'tone');
}

function spectrumOf({ harmonics, formants }: VoicedModel, hz: number, force: number, color: number): number[] {
  const top = Math.min(harmonics.length, Math.floor((SAMPLE_RATE * 0.45) / hz));
  const list: number[] = [];
  for (let n = 1; n <= Math.max(1, top); n++) {
    let gain = (harmonics[n - 1] ?? 0) * n ** (0.7 * (force - 0.5));
    if (formants.length > 0) {
      let body = 0.06;
      for (const [centre, height] of formants) {
        const distance = Math.log2((n * hz) / (centre * 2 ** (color * 0.15)));
        body += height * Math.exp(-distance * distance * 3.2);
      }
      gain *= body;
    }
    list.push(gain);
  }
  return list;
}

function saw(top: number): number[] {
  return Array.from({ length: top }, (_, i) => 1 / (i + 1) ** 0.8);
}

/** An amplified guitar: stacked strings into an overload and a loudspeaker that hears nothing above 5 kHz. */
function amplified({
  stack,
  drive,
  t60,
  release,
  maxSeconds,
  cabinetHz,
}: {
  stack: readonly number[];
  drive: number;
  t60: number;
  release: number;
  maxSeconds: number;
  cabinetHz: number;
}): Instrument {
  return {
    release,
    maxSeconds,
    render: ({ hz, force, seconds, timbre, random }) => {
      const frames = secondsToFrames(seconds);
      const side = (): Float32Array => {
        const out = new Float32Array(frames);
        for (const semitones of stack) {
          const pitch = hz * 2 ** ((semitones + random.between(-0.05, 0.05)) / 12);
          addTone(out, {
            table: cycleOf('saw', pitch),
            hz: pitch,
            gain: 0.5 / stack.length,
            phase: random.next(),
            vibratoDepth: stack.length === 1 ? 0.25 : 0.02,
            vibratoDelay: 0.4,
            vibratoHz: 5.4,
          });
        }
        filter(out, 'low', (t) => 1400 + 3600 * force * Math.exp(-t * 4) + hz * 3, 0.1);
        shape(out, (t) => Math.min(1, t / 0.004) * Math.exp((-6.9 * t) / (t60 * 2)));
        filter(out, 'high', 90, 0);
        overload(out, drive * (0.7 + 0.5 * force) * 2 ** timbre.color, 0.12);
        filter(out, 'low', cabinetHz * 2 ** (0.5 * timbre.bright), 0.55);
        filter(out, 'high', 80, 0);
        shape(out, (t) => Math.exp((-6.9 * t) / (t60 * 3)));
        return out;
      };
      // Two takes, one a side, as such guitars are recorded; a lead is one take.
      return levelled(edges({ left: side(), right: stack.length > 1 ? side() : null }, { inMs: 1 }), 'tone');
    },
  };
}

export const powerChord = amplified({ stack: [0, 7, 12], drive: 9, t60: 5, release: 0.07, maxSeconds: 5, cabinetHz: 4600 });
export const chug = amplified({ stack: [0, 7], drive: 8, t60: 0.25, release: 0.03, maxSeconds: 0.4, cabinetHz: 4200 });
export const leadGuitar = amplified({ stack: [0], drive: 10, t60: 6, release: 0.1, maxSeconds: 4, cabinetHz: 5000 });
export const crunch = amplified({ stack: [0], drive: 4, t60: 2.5, release: 0.06, maxSeconds: 2.5, cabinetHz: 5200 });

/** A bed of air under dusty or distant music: noise that breathes. Colour sets how dark. */
export const air: Instrument = {
  release: 1.5,
  maxSeconds: 9.6,
  render: ({ seconds, timbre, random }) => {
    const frames = secondsToFrames(seconds);
    const make = (): Float32Array => {
      const out = new Float32Array(frames);
      addNoise(out, 0.3, random);
      filter(out, 'low', (t) => 900 * 2 ** (0.6 * Math.sin(t * 0.9) + timbre.bright), 0.15);
      filter(out, 'high', 200, 0);
      shape(out, (t) => Math.min(1, t / 1.2));
      return out;
    };
    return levelled(edges({ left: make(), right: make() }, { outMs: 60 }), 'tone');
  },
};
