import { createRandom, type Random } from '../hash.ts';
import { addNoise, type Curve, filter, overload, shape } from './filter.ts';
import { edges, type GrainRequest, type Instrument, levelled, SAMPLE_RATE, secondsToFrames, type Timbre } from './instrument.ts';
import { type Partial, ring } from './modal.ts';

type Paint = (out: Float32Array, hit: { timbre: Timbre; force: number; random: Random }) => void;

function drum(seconds: number, paint: Paint): Instrument {
  return {
    release: 0.05,
    maxSeconds: seconds,
    unpitched: true,
    render: ({ timbre, force, random }: GrainRequest) => {
      const out = new Float32Array(secondsToFrames(seconds));
      paint(out, { timbre, force, random });
      return levelled(edges({ left: out, right: null }, { inMs: 0.15, outMs: 20 }), 'drum');
    },
  };
}

/** A sine that falls from one pitch to another: the body of every kick and tom. */
function fall(out: Float32Array, from: number, to: number, speed: number, decay: Curve): void {
  let phase = 0;
  for (let i = 0; i < out.length; i++) {
    const t = i / SAMPLE_RATE;
    phase += (2 * Math.PI * (to + (from - to) * Math.exp(-t * speed))) / SAMPLE_RATE;
    out[i]! += Math.sin(phase);
  }
  shape(out, decay);
}

function hiss(
  frames: number,
  random: Random,
  kind: 'low' | 'band' | 'high',
  hz: number,
  resonance: number,
  decay: Curve,
  gain: number,
): Float32Array {
  const out = new Float32Array(frames);
  addNoise(out, gain, random);
  filter(out, kind, hz, resonance);
  shape(out, decay);
  return out;
}

function lay(out: Float32Array, more: Float32Array): void {
  for (let i = 0; i < Math.min(out.length, more.length); i++) out[i]! += more[i]!;
}

const gone =
  (seconds: number): Curve =>
  (t) =>
    Math.exp((-5 * t) / seconds);

export const kick = drum(0.45, (out, { timbre, force, random }) => {
  fall(out, 150 + 40 * timbre.color, 52 + 6 * timbre.color, 32, gone(0.32 * 2 ** (0.5 * timbre.decay)));
  lay(out, hiss(secondsToFrames(0.02), random, 'low', 3500, 0, gone(0.012), 0.5 * force));
  overload(out, 1.3);
});
export const deepKick = drum(0.6, (out, { timbre }) => {
  fall(out, 210, 46 + 5 * timbre.color, 38, gone(0.5 * 2 ** (0.4 * timbre.decay)));
  overload(out, 1.6);
});
export const hardKick = drum(0.42, (out, { timbre, random }) => {
  fall(out, 330, 49 + 4 * timbre.color, 46, gone(0.36));
  lay(out, hiss(secondsToFrames(0.015), random, 'high', 2500, 0, gone(0.01), 0.9));
  overload(out, 2.6);
});
export const softKick = drum(0.35, (out, { timbre }) => {
  fall(out, 95, 55 + 6 * timbre.color, 24, gone(0.24));
  filter(out, 'low', 420, 0);
});
export const snare = drum(0.35, (out, { timbre, force, random }) => {
  ring(out, null, [
    { hz: 186 + 25 * timbre.color, gain: 0.6, t60: 0.22 },
    { hz: 331 + 30 * timbre.color, gain: 0.35, t60: 0.14 },
  ]);
  lay(
    out,
    hiss(out.length, random, 'band', 3200 * 2 ** (0.4 * timbre.bright), 0.05, gone(0.2 * 2 ** (0.5 * timbre.decay)), 0.7 + 0.6 * force),
  );
});
export const rockSnare = drum(0.45, (out, { timbre, random }) => {
  ring(out, null, [
    { hz: 205 + 20 * timbre.color, gain: 1, t60: 0.3 },
    { hz: 370, gain: 0.5, t60: 0.2 },
  ]);
  lay(out, hiss(out.length, random, 'band', 2700, 0.02, gone(0.3), 1.4));
  overload(out, 1.8);
});
export const dustySnare = drum(0.3, (out, { timbre, random }) => {
  ring(out, null, [{ hz: 170 + 20 * timbre.color, gain: 0.8, t60: 0.16 }]);
  lay(out, hiss(out.length, random, 'band', 1900, 0.1, gone(0.16), 1));
  filter(out, 'low', 4200, 0);
});
export const clap = drum(0.35, (out, { timbre, random }) => {
  const tail = hiss(out.length, random, 'band', 1500 * 2 ** (0.3 * timbre.bright), 0.35, gone(0.22), 1.4);
  shape(tail, (t) => (t < 0.027 ? 0.35 + 0.65 * Math.abs(Math.cos((t / 0.009) * Math.PI)) : 1));
  lay(out, tail);
});
export const hat = drum(0.12, (out, { timbre, force, random }) => {
  lay(
    out,
    hiss(out.length, random, 'high', 6500 * 2 ** (0.3 * timbre.bright), 0.2, gone(0.05 * 2 ** (timbre.decay * 0.6) * (0.6 + force)), 1),
  );
  ring(out, null, metal(3900, 0.05, 0.09));
});
export const openHat = drum(0.5, (out, { timbre, random }) => {
  lay(out, hiss(out.length, random, 'high', 6000 * 2 ** (0.3 * timbre.bright), 0.2, gone(0.33 * 2 ** (timbre.decay * 0.4)), 1));
  ring(out, null, metal(3700, 0.06, 0.5));
});
export const ride = drum(1.6, (out, { timbre, force, random }) => {
  lay(out, hiss(out.length, random, 'high', 5200, 0.1, gone(0.55), 0.5));
  ring(out, null, metal(2450 * (1 + 0.06 * timbre.color), 0.12 * (0.6 + force), 1.1));
  ring(out, null, [{ hz: 5100, gain: 0.3, t60: 0.12 }]);
});
export const crash = drum(2.6, (out, { timbre, random }) => {
  lay(out, hiss(out.length, random, 'high', 3200, 0.05, gone(1.9), 0.8));
  ring(out, null, metal(1750 * (1 + 0.06 * timbre.color), 0.06, 2));
});
export const rim = drum(0.12, (out, { timbre, random }) => {
  ring(out, null, [
    { hz: 1650 + 150 * timbre.color, gain: 1, t60: 0.05 },
    { hz: 820, gain: 0.6, t60: 0.06 },
  ]);
  lay(out, hiss(secondsToFrames(0.02), random, 'band', 3000, 0.2, gone(0.012), 0.7));
});
export const shaker = drum(0.14, (out, { timbre, force, random }) => {
  lay(
    out,
    hiss(
      out.length,
      random,
      'band',
      6300 * 2 ** (0.25 * timbre.bright),
      0.15,
      (t) => Math.min(1, t / 0.018) * Math.exp(-t * 34),
      0.7 + 0.4 * force,
    ),
  );
});
export const tambourine = drum(0.3, (out, { random }) => {
  lay(out, hiss(out.length, random, 'high', 7000, 0.1, gone(0.14), 0.6));
  ring(out, null, metal(5200, 0.1, 0.25));
});
export const brush = drum(0.4, (out, { timbre, random }) => {
  lay(
    out,
    hiss(out.length, random, 'band', 2600 * 2 ** (0.3 * timbre.bright), 0, (t) => Math.min(1, t / 0.03) * Math.exp(-t * 13), 1),
  );
});
export const tom = tomOf(112);
export const floorTom = tomOf(78);
export const conga = drum(0.35, (out, { timbre, random }) => {
  fall(out, 235 + 30 * timbre.color, 205 + 30 * timbre.color, 30, gone(0.22));
  lay(out, hiss(secondsToFrames(0.02), random, 'band', 1800, 0.2, gone(0.012), 0.6));
});
export const highConga = drum(0.3, (out, { timbre, random }) => {
  fall(out, 345 + 40 * timbre.color, 318 + 40 * timbre.color, 30, gone(0.16));
  lay(out, hiss(secondsToFrames(0.02), random, 'band', 2200, 0.2, gone(0.012), 0.7));
});
export const cowbell = drum(0.3, (out, { timbre }) => {
  ring(out, null, [
    { hz: 587 + 40 * timbre.color, gain: 1, t60: 0.22 },
    { hz: 845 + 50 * timbre.color, gain: 0.8, t60: 0.2 },
    { hz: 2310, gain: 0.25, t60: 0.08 },
  ]);
});
export const clave = drum(0.16, (out, { timbre }) => {
  ring(out, null, [
    { hz: 2350 + 200 * timbre.color, gain: 1, t60: 0.1 },
    { hz: 5200, gain: 0.15, t60: 0.03 },
  ]);
});
export const clack = drum(0.1, (out, { timbre, random }) => {
  ring(out, null, [
    { hz: 1050 + 180 * timbre.color, gain: 1, t60: 0.05 },
    { hz: 2870, gain: 0.4, t60: 0.03 },
  ]);
  lay(out, hiss(secondsToFrames(0.01), random, 'high', 4000, 0, gone(0.006), 0.5));
});
export const chipKick = drum(0.16, (out) => {
  fall(out, 420, 60, 40, gone(0.13));
  overload(out, 4);
});
export const chipSnare = drum(0.16, (out, { random }) => crunchNoise(out, random, 4, gone(0.11)));
export const chipHat = drum(0.05, (out, { random }) => crunchNoise(out, random, 1, gone(0.03)));
export const heartbeat = drum(0.8, (out, { timbre }) => {
  fall(out, 70, 48 + 4 * timbre.color, 18, (t) => Math.min(1, t / 0.02) * Math.exp(-t * 7));
});
/** A rise of noise over two seconds that leads into what comes next. */
export const riser = drum(2, (out, { random }) => {
  addNoise(out, 0.5, random);
  filter(out, 'band', (t) => 500 * 2 ** (t * 1.9), 0.5);
  shape(out, (t) => (t / 2) ** 2 * (t > 1.9 ? Math.max(0, (2 - t) * 10) : 1));
});
export const crackle = drum(2, (out, { random }) => {
  for (let i = 0; i < 26; i++) {
    const at = random.below(out.length - 400);
    ring(out.subarray(at, at + 400), null, [{ hz: random.between(900, 3400), gain: random.between(0.05, 0.5), t60: 0.004 }]);
  }
  lay(
    out,
    hiss(out.length, random, 'low', 2400, 0, () => 1, 0.035),
  );
});

function tomOf(hz: number): Instrument {
  return drum(0.55, (out, { timbre, random }) => {
    fall(out, hz * 1.5, hz * (1 + 0.08 * timbre.color), 16, gone(0.38));
    lay(out, hiss(secondsToFrames(0.03), random, 'low', 2500, 0, gone(0.02), 0.5));
  });
}

/** The modes of a plate: many, crowded and in no ratio to each other, so that none is heard as a note. */
function metal(hz: number, gain: number, t60: number): Partial[] {
  const random = createRandom('metal', Math.round(hz));
  return Array.from({ length: 26 }, (_, i) => {
    const ratio = 1 + (i * 0.16 + random.between(0, 0.16)) * (1 + i * 0.012);
    return { hz: hz * ratio, gain: gain * random.between(0.25, 0.6), t60: t60 * random.between(0.35, 1) };
  });
}

/** Noise held for several samples at a time, as the first home computers made it. */
function crunchNoise(out: Float32Array, random: Random, hold: number, decay: Curve): void {
  let level = 0;
  for (let i = 0; i < out.length; i++) {
    if (i % hold === 0) level = random.chance(0.5) ? 0.6 : -0.6;
    out[i] = level;
  }
  shape(out, decay);
}
