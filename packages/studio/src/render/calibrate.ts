import type { Score } from '../composer/score.ts';
import { SAMPLE_RATE } from '../synth/instrument.ts';
import type { GrainShelf } from './grain-shelf.ts';
import { createKFilter, gated } from './loudness.ts';
import { mix } from './mix.ts';

export const TARGET_LUFS = -16;
/** Seconds of each excerpt that is listened to, after a run-in for room and filter. */
const EXCERPT_SECONDS = 1.6;
const RUN_IN_SECONDS = 0.5;
/** More excerpts know the track better and make the first sound wait longer. */
const MAX_EXCERPTS = 6;

/**
 * The gain that brings a track to its loudness, from short excerpts of its longest sections, each weighted by the
 * time it stands for. Playing the whole of it would keep the first sound waiting.
 */
export function calibrate(score: Score, shelf: GrainShelf): number {
  const sections = [...score.sections].sort((a, b) => b.bars - a.bars).slice(0, MAX_EXCERPTS);
  const blocks: { power: number; weight: number }[] = [];
  for (const section of sections) {
    const middle = Math.floor((section.firstBar + section.bars * 0.5) * score.barSeconds * SAMPLE_RATE);
    const length = Math.round(Math.min(EXCERPT_SECONDS, Math.max(0.4, section.bars * score.barSeconds)) * SAMPLE_RATE);
    const from = Math.max(0, middle - Math.round(RUN_IN_SECONDS * SAMPLE_RATE));
    const passage = mix(score, shelf, from, middle + length);
    const filter = createKFilter(SAMPLE_RATE);
    filter.power(passage.left, passage.right, 0, middle - from);
    const hop = Math.round(SAMPLE_RATE * 0.4);
    for (let at = middle - from; at + hop <= passage.left.length; at += hop) {
      blocks.push({ power: filter.power(passage.left, passage.right, at, at + hop), weight: section.bars });
    }
  }
  const loudness = gated(blocks);
  if (!Number.isFinite(loudness)) return 1;
  return Math.min(8, Math.max(0.05, 10 ** ((TARGET_LUFS - loudness) / 20)));
}
