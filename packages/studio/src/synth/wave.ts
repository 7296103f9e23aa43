import { SAMPLE_RATE } from './instrument.ts';

export const TABLE_SIZE = 2048;

export type Shape = 'saw' | 'square' | 'triangle' | 'pulse' | 'sine';

const tables = new Map<string, Float32Array>();

/** A band-limited cycle of this shape that has no partial above the sound's half rate at this pitch. */
export function cycleOf(shape: Shape, hz: number): Float32Array {
  // A table serves half an octave, so there are few of them and none aliases.
  const octave = Math.ceil(Math.log2(hz / 20) * 2);
  const top = Math.max(1, Math.floor((SAMPLE_RATE * 0.47) / (20 * 2 ** (octave / 2))));
  const key = `${shape}${octave}`;
  const known = tables.get(key);
  if (known) return known;
  const table = cycleFrom(harmonicsOf(shape, Math.min(top, 200)));
  tables.set(key, table);
  return table;
}

/**
 * One cycle from the amplitudes of its harmonics, the first being the fundamental. Scattered phases (Schroeder 1970)
 * sound the same and spread a cycle's energy, where aligned ones would make a spike of it.
 */
export function cycleFrom(harmonics: readonly number[], scattered = false): Float32Array {
  const table = new Float32Array(TABLE_SIZE + 1);
  for (let n = 1; n <= harmonics.length; n++) {
    const gain = harmonics[n - 1]!;
    if (gain === 0) continue;
    const offset = scattered ? Math.round(((n * (n - 1)) / (2 * harmonics.length)) * TABLE_SIZE) : 0;
    for (let i = 0; i < TABLE_SIZE; i++) table[i]! += gain * SINE[(i * n + offset) % TABLE_SIZE]!;
  }
  table[TABLE_SIZE] = table[0]!;
  return table;
}

export interface Tone {
  readonly table: Float32Array;
  readonly hz: number;
  readonly gain: number;
  /** In cycles. */
  readonly phase: number;
  readonly vibratoHz?: number;
  /** Deepest bend of the vibrato in semitones. */
  readonly vibratoDepth?: number;
  /** Seconds until the vibrato is fully there. */
  readonly vibratoDelay?: number;
  /** Semitones below (negative) or above the pitch that the note starts from, and how fast it gets there. */
  readonly glideFrom?: number;
  readonly glideSeconds?: number;
}

/** Adds a tone to the channel. Its pitch is moved once every 32 frames, which no ear follows. */
export function addTone(out: Float32Array, tone: Tone): void {
  const { table, hz, gain } = tone;
  const depth = tone.vibratoDepth ?? 0;
  const rate = (2 * Math.PI * (tone.vibratoHz ?? 5)) / SAMPLE_RATE;
  const delay = Math.max(1, (tone.vibratoDelay ?? 0) * SAMPLE_RATE);
  const glide = tone.glideFrom ?? 0;
  const glideFrames = Math.max(1, (tone.glideSeconds ?? 0.05) * SAMPLE_RATE);
  const base = (hz * TABLE_SIZE) / SAMPLE_RATE;
  let phase = (tone.phase - Math.floor(tone.phase)) * TABLE_SIZE;
  const still = depth === 0 && glide === 0;
  let step = base;
  for (let from = 0; from < out.length; from += 32) {
    if (!still) {
      const bend = depth * Math.min(1, from / delay) * Math.sin(from * rate) + glide * Math.exp((-3 * from) / glideFrames);
      step = base * 2 ** (bend / 12);
    }
    const to = Math.min(out.length, from + 32);
    for (let i = from; i < to; i++) {
      const whole = phase | 0;
      const a = table[whole]!;
      out[i]! += gain * (a + (table[whole + 1]! - a) * (phase - whole));
      phase += step;
      if (phase >= TABLE_SIZE) phase -= TABLE_SIZE;
    }
  }
}

const SINE = new Float64Array(TABLE_SIZE);
for (let i = 0; i < TABLE_SIZE; i++) SINE[i] = Math.sin((2 * Math.PI * i) / TABLE_SIZE);

function harmonicsOf(shape: Shape, top: number): number[] {
  const list: number[] = [];
  for (let n = 1; n <= top; n++) {
    // A gentle taper at the top keeps the cycle free of ringing.
    const taper = top > 4 ? Math.cos((Math.PI / 2) * Math.max(0, (n / top - 0.7) / 0.3)) : 1;
    if (shape === 'sine') list.push(n === 1 ? 1 : 0);
    else if (shape === 'saw') list.push((0.6 / n) * taper);
    else if (shape === 'square') list.push(n % 2 === 1 ? (0.9 / n) * taper : 0);
    else if (shape === 'triangle') list.push(n % 2 === 1 ? ((n % 4 === 1 ? 1 : -1) / (n * n)) * taper : 0);
    else list.push(((0.9 * Math.sin(Math.PI * n * 0.25)) / n) * taper);
  }
  return list;
}
