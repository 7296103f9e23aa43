import type { Score, ScoreNote } from '../composer/score.ts';
import { instrumentNamed } from '../synth/band.ts';
import { SAMPLE_RATE, secondsToFrames } from '../synth/instrument.ts';
import type { GrainShelf } from './grain-shelf.ts';
import { addReverb } from './reverb.ts';

/** The longest that any note sounds after its start: how far back a passage has to look for notes. */
const LONGEST_SECONDS = 13;
/** Seconds that a ducked part takes to come back after a kick. */
const DUCK_SECONDS = 0.28;

export interface Passage {
  readonly left: Float32Array;
  readonly right: Float32Array;
}

/**
 * Plays the frames [from, to) of a score, unlimited. The room starts empty at the passage's own start, so whoever
 * wants the tail of what came before asks for an earlier start and drops it.
 */
export function mix(score: Score, shelf: GrainShelf, from: number, to: number): Passage {
  const frames = to - from;
  const buses = { left: new Float32Array(frames), right: new Float32Array(frames), send: new Float32Array(frames) };
  const ducked = score.parts.some(({ duck }) => duck > 0) ? duckCurve(score, from, to) : null;
  for (let n = firstNote(score.notes, from / SAMPLE_RATE - LONGEST_SECONDS); n < score.notes.length; n++) {
    const note = score.notes[n]!;
    if (note.at * SAMPLE_RATE >= to) break;
    play(score, note, n, shelf, from, buses, ducked);
  }
  addReverb(buses.send, buses.left, buses.right, score.space);
  if (score.space.lowpassHz > 0) for (const channel of [buses.left, buses.right]) darken(channel, score.space.lowpassHz);
  return { left: buses.left, right: buses.right };
}

interface Buses extends Passage {
  readonly send: Float32Array;
}

function play(
  score: Score,
  note: ScoreNote,
  index: number,
  shelf: GrainShelf,
  from: number,
  buses: Buses,
  ducked: Float32Array | null,
): void {
  const part = score.parts[note.part]!;
  const instrument = instrumentNamed(part.instrument);
  const sounding = instrument.unpitched ? instrument.maxSeconds : Math.min(note.length, instrument.maxSeconds) + instrument.release;
  const start = Math.round(note.at * SAMPLE_RATE) - from;
  if (start + sounding * SAMPLE_RATE < 0) return;
  const grain = shelf.grainFor(part, note.pitch, note.velocity, note.length, index);
  const held = instrument.unpitched ? grain.left.length : secondsToFrames(Math.min(note.length, instrument.maxSeconds));
  const release = instrument.unpitched ? 0 : secondsToFrames(instrument.release);
  const end = Math.min(grain.left.length, held + release, buses.left.length - start);
  const gain = part.gain * note.velocity ** 1.5;
  // Equal power across the stage.
  const angle = ((part.pan + 1) * Math.PI) / 4;
  const voice: Voice = {
    grain,
    start,
    left: gain * Math.cos(angle) * Math.SQRT2,
    right: gain * Math.sin(angle) * Math.SQRT2,
    send: gain * part.send,
  };
  const duck = part.duck > 0 ? ducked : null;
  lay(voice, buses, Math.max(0, -start), Math.min(held, end), duck, part.duck);
  if (end > held) fade(voice, buses, held, release, end, duck, part.duck);
}

interface Voice {
  readonly grain: { readonly left: Float32Array; readonly right: Float32Array | null };
  readonly start: number;
  readonly left: number;
  readonly right: number;
  readonly send: number;
}

function lay(
  { grain, start, left, right, send }: Voice,
  buses: Buses,
  from: number,
  to: number,
  duck: Float32Array | null,
  depth: number,
): void {
  const outL = buses.left;
  const outR = buses.right;
  const outS = buses.send;
  const inL = grain.left;
  const inR = grain.right ?? grain.left;
  for (let i = from, o = start + from; i < to; i++, o++) {
    const g = duck ? 1 - depth * duck[o]! : 1;
    const l = inL[i]! * g;
    const r = inR[i]! * g;
    outL[o]! += l * left;
    outR[o]! += r * right;
    outS[o]! += (l + r) * send;
  }
}

function fade(
  { grain, start, left, right, send }: Voice,
  buses: Buses,
  held: number,
  release: number,
  to: number,
  duck: Float32Array | null,
  depth: number,
): void {
  const inL = grain.left;
  const inR = grain.right ?? grain.left;
  const slope = 1 / release;
  for (let i = Math.max(held, -start); i < to; i++) {
    const o = start + i;
    const left01 = 1 - (i - held) * slope;
    const g = left01 * left01 * (duck ? 1 - depth * duck[o]! : 1);
    const l = inL[i]! * g;
    const r = inR[i]! * g;
    buses.left[o]! += l * left;
    buses.right[o]! += r * right;
    buses.send[o]! += (l + r) * send;
  }
}

/** 1 right under a kick, falling to 0 until the part is back. */
function duckCurve(score: Score, from: number, to: number): Float32Array {
  const curve = new Float32Array(to - from);
  const length = secondsToFrames(DUCK_SECONDS);
  const rise = secondsToFrames(0.006);
  for (let n = firstNote(score.notes, from / SAMPLE_RATE - 1); n < score.notes.length; n++) {
    const note = score.notes[n]!;
    const at = Math.round(note.at * SAMPLE_RATE) - from;
    if (at >= curve.length) break;
    if (score.parts[note.part]!.name !== 'kick') continue;
    for (let i = Math.max(0, -at); i < length && at + i < curve.length; i++) {
      const t = i / length;
      const depth = i < rise ? i / rise : (1 - t) * (1 - t);
      if (depth > curve[at + i]!) curve[at + i] = depth;
    }
  }
  return curve;
}

function darken(channel: Float32Array, hz: number): void {
  const k = 1 - Math.exp((-2 * Math.PI * hz) / SAMPLE_RATE);
  let a = 0;
  let b = 0;
  for (let i = 0; i < channel.length; i++) {
    a += k * (channel[i]! - a);
    b += k * (a - b);
    channel[i] = b;
  }
}

/** Index of the first note at or after a time. */
function firstNote(notes: readonly ScoreNote[], seconds: number): number {
  let low = 0;
  let high = notes.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (notes[middle]!.at < seconds) low = middle + 1;
    else high = middle;
  }
  return low;
}
