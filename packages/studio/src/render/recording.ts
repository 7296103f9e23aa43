import { compose } from '../composer/compose.ts';
import type { Score, SoundSpec } from '../composer/score.ts';
import { SAMPLE_RATE } from '../synth/instrument.ts';
import { calibrate } from './calibrate.ts';
import { createGrainShelf, type GrainShelf } from './grain-shelf.ts';
import { LIMITER_REACH, limit } from './limiter.ts';
import { mix, type Passage } from './mix.ts';
import { FRAME_BYTES, framesOf } from './wav.ts';

/** A track is made in blocks of so many seconds, each of which stands alone. */
export const BLOCK_SECONDS = 4;
export const BLOCK_FRAMES = BLOCK_SECONDS * SAMPLE_RATE;
export const BLOCK_BYTES = BLOCK_FRAMES * FRAME_BYTES;
/** Sounds of one track that are kept at a time. */
const SHELF_BYTES = 40 * 2 ** 20;
const FADE_SECONDS = 0.7;

/** A track that can be played from anywhere: block by block, in any order, always the same bytes. */
export interface Recording {
  readonly score: Score;
  readonly blocks: number;
  /** 16-bit little-endian stereo of one block; the last one is shorter. */
  block(index: number): Buffer;
}

export function record(spec: SoundSpec): Recording {
  const score = compose(spec);
  const shelf = createGrainShelf(SHELF_BYTES);
  const frames = framesOf(spec.durationSeconds);
  const gain = calibrate(score, shelf);
  const blocks = Math.ceil(frames / BLOCK_FRAMES);
  return {
    score,
    blocks,
    block(index) {
      if (!Number.isInteger(index) || index < 0 || index >= blocks)
        throw new RangeError(`There is no block ${index} in a track of ${blocks}`);
      const from = index * BLOCK_FRAMES;
      return toPcm(playBlock(score, shelf, gain, from, Math.min(frames, from + BLOCK_FRAMES), frames));
    },
  };
}

/** The frames [from, to) as they stand in the finished track, except for rounding. */
function playBlock(score: Score, shelf: GrainShelf, gain: number, from: number, to: number, frames: number): Passage {
  // The room needs what sounded before; the limiter a few milliseconds on both sides, on a grid of its own chunks.
  const before = Math.min(from, Math.ceil((prerollSeconds(score) * SAMPLE_RATE) / 32) * 32 + LIMITER_REACH);
  const passage = mix(score, shelf, from - before, Math.min(frames, to + LIMITER_REACH));
  for (const channel of [passage.left, passage.right]) {
    for (let i = 0; i < channel.length; i++) channel[i]! *= gain * fadeAt(from - before + i, frames);
  }
  limit(passage.left, passage.right);
  return { left: passage.left.subarray(before, before + to - from), right: passage.right.subarray(before, before + to - from) };
}

/** Long enough for the room of what came earlier to be 50 dB down. */
export function prerollSeconds(score: Score): number {
  return Math.min(3.5, score.space.reverbSeconds * 0.83);
}

function fadeAt(frame: number, frames: number): number {
  const left = frames - frame;
  const fade = Math.min(FADE_SECONDS * SAMPLE_RATE, frames);
  if (left >= fade) return frame < 64 ? frame / 64 : 1;
  const t = Math.max(0, left / fade);
  return t * t * (3 - 2 * t);
}

function toPcm({ left, right }: Passage): Buffer {
  const pcm = new Int16Array(left.length * 2);
  for (let i = 0; i < left.length; i++) {
    pcm[2 * i] = Math.round(Math.max(-1, Math.min(1, left[i]!)) * 32767);
    pcm[2 * i + 1] = Math.round(Math.max(-1, Math.min(1, right[i]!)) * 32767);
  }
  return Buffer.from(pcm.buffer);
}
