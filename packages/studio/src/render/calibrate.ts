import type { Score, ScoreSection } from '../composer/score.ts';
import { createKFilter, gated } from '../loudness.ts';
import { instrumentNamed } from '../synth/band.ts';
import { SAMPLE_RATE } from '../synth/instrument.ts';
import type { GrainShelf } from './grain-shelf.ts';
import { limit } from './limiter.ts';
import { mix, type Passage } from './mix.ts';

export const TARGET_LUFS = -16;
/** Seconds of each excerpt that is listened to, after a run-in for room and filter. */
const EXCERPT_SECONDS = 1.5;
/** Where little happens in that time, more of it is heard. */
const SPARSE_NOTES_PER_SECOND = 8;
const RUN_IN_SECONDS = 0.3;
/** Notes that began earlier than this before a stretch are not heard in it. */
const LONGEST_NOTE_SECONDS = 10;
/** More excerpts know the track better and make the first sound wait longer. */
const MAX_EXCERPTS = 3;

/**
 * The gain that brings a track to its loudness. Playing the whole of it would keep the first sound waiting, so the
 * sections that weigh most are heard in short excerpts, and what was not heard is guessed from its notes: the guess
 * is scaled by how far it was off where it could be checked.
 */
export function calibrate(score: Score, shelf: GrainShelf): number {
  const guesses = score.sections.map((section) => {
    const from = section.firstBar * score.barSeconds;
    return { section, power: guessPower(score, from, from + section.bars * score.barSeconds) };
  });
  const byWeight = [...guesses].sort((a, b) => b.power * b.section.bars - a.power * a.section.bars);
  const heard = new Map<string, Excerpt>();
  for (const { section } of byWeight) {
    if (heard.size >= MAX_EXCERPTS) break;
    if (!heard.has(section.name)) heard.set(section.name, listen(score, shelf, section));
  }
  const loudnessAt = (gain: number): number => {
    const checked = new Map([...heard].map(([name, excerpt]) => [name, { powers: powersOf(excerpt, gain), guessed: excerpt.guessed }]));
    let measured = 0;
    let guessed = 0;
    for (const { powers, guessed: power } of checked.values()) {
      measured += powers.reduce((sum, one) => sum + one, 0) / powers.length;
      guessed += power;
    }
    const scale = measured / Math.max(guessed, 1e-12);
    return gated(
      guesses.flatMap(({ section, power }) => {
        const known = checked.get(section.name);
        if (!known) return [{ power: power * scale, weight: section.bars }];
        // The excerpt may be a busy or a quiet one of its section: its notes say which.
        const typical = Math.min(2, Math.max(0.5, power / Math.max(known.guessed, 1e-12)));
        return known.powers.map((one) => ({ power: one * typical, weight: section.bars / known.powers.length }));
      }),
    );
  };
  // The first round does not know what the limiter will take away, the second does.
  let gain = 1;
  for (const limited of [false, true]) {
    const loudness = limited ? loudnessAt(gain) : loudnessAt(0);
    if (!Number.isFinite(loudness)) return 1;
    gain = Math.min(8, Math.max(0.05, gain * 10 ** ((TARGET_LUFS - loudness) / 20)));
  }
  return gain;
}

interface Excerpt extends Passage {
  /** Frames of run-in. */
  readonly runIn: number;
  /** Power guessed for just this excerpt. */
  readonly guessed: number;
}

/** Plays a little from the middle of a section. */
function listen(score: Score, shelf: GrainShelf, section: ScoreSection): Excerpt {
  const middle = Math.floor((section.firstBar + Math.floor(section.bars / 2)) * score.barSeconds * SAMPLE_RATE);
  const seconds = score.notes.length < SPARSE_NOTES_PER_SECOND * score.durationSeconds ? 2.6 * EXCERPT_SECONDS : EXCERPT_SECONDS;
  const length = Math.round(Math.min(seconds, Math.max(0.4, section.bars * score.barSeconds)) * SAMPLE_RATE);
  const from = Math.max(0, middle - Math.round(RUN_IN_SECONDS * SAMPLE_RATE));
  const guessed = guessPower(score, middle / SAMPLE_RATE, (middle + length) / SAMPLE_RATE);
  return { ...mix(score, shelf, from, middle + length), runIn: middle - from, guessed };
}

/** Weighted power of each 400 ms at this gain, through the limiter; a gain of 0 means as it is, without one. */
function powersOf({ left, right, runIn }: Excerpt, gain: number): number[] {
  let passage: Passage = { left, right };
  if (gain > 0) {
    passage = { left: left.map((value) => value * gain), right: right.map((value) => value * gain) };
    limit(passage.left, passage.right);
  }
  const filter = createKFilter(SAMPLE_RATE);
  filter.power(passage.left, passage.right, 0, runIn);
  const hop = Math.round(SAMPLE_RATE * 0.4);
  const powers: number[] = [];
  for (let at = runIn; at + hop <= left.length; at += hop) powers.push(filter.power(passage.left, passage.right, at, at + hop));
  return powers;
}

/** Relative power of a stretch of time from its notes alone: how loud, how long, and how much of it the ear takes in. */
function guessPower(score: Score, from: number, to: number): number {
  let energy = 0;
  for (const note of score.notes) {
    if (note.at >= to) break;
    if (note.at < from - LONGEST_NOTE_SECONDS) continue;
    const part = score.parts[note.part]!;
    const instrument = instrumentNamed(part.instrument);
    const loud = (part.gain * note.velocity ** 1.5) ** 2;
    // A drum is over in a moment; a held note counts for as long as it lasts, a struck one until it has died away.
    const seconds = instrument.unpitched
      ? Math.min(0.12, instrument.maxSeconds * 0.25)
      : Math.min(note.length + 0.1, instrument.maxSeconds * 0.6);
    const heard = Math.min(to, note.at + seconds) - Math.max(from, note.at);
    if (heard <= 0) continue;
    const hz = instrument.unpitched ? 400 : 440 * 2 ** ((note.pitch - 69) / 12);
    // The ear's filter takes little from the middle and much from the depths.
    const weight = (hz * hz) / (hz * hz + 90 * 90);
    energy += loud * heard * weight * (instrument.unpitched ? 1.2 : 1) * (1 + 6 * part.send ** 2);
  }
  return energy / (to - from);
}
