import type { Chord } from './harmony.ts';

export interface VoicingRange {
  /** MIDI number of the lowest voice allowed. */
  readonly low: number;
  readonly high: number;
  readonly voices: number;
}

/**
 * The voicing that moves least from the last one: each candidate is a close or open position of the chord within the
 * range; common tones stay, the rest step to the nearest note, and drifting from the middle of the range costs.
 */
export function voiceLead(chord: Chord, last: readonly number[] | null, range: VoicingRange): number[] {
  const tones = essentialTones(chord, range.voices);
  const middle = (range.low + range.high) / 2;
  let best: number[] = [];
  let bestCost = Infinity;
  for (let start = range.low; start <= range.high - 3; start++) {
    if (!tones.includes(start % 12)) continue;
    for (const open of [false, true]) {
      const voicing = stack(start, tones, range, open);
      if (!voicing) continue;
      const cost = costOf(voicing, last, middle);
      if (cost < bestCost) {
        bestCost = cost;
        best = voicing;
      }
    }
  }
  return best.length > 0 ? best : tones.map((tone) => nearest(tone, middle));
}

/** The pitch of this class nearest to a pitch. */
export function nearest(pitchClass: number, to: number): number {
  const base = Math.round((to - pitchClass) / 12) * 12 + pitchClass;
  return base;
}

// With more tones than voices the fifth goes first, then the root: the bass has it.
function essentialTones(chord: Chord, voices: number): number[] {
  const tones = [...new Set(chord.tones)];
  const dispensable = [tones[2], tones[0]];
  for (const tone of dispensable) if (tones.length > voices && tone !== undefined) tones.splice(tones.indexOf(tone), 1);
  return tones.slice(0, Math.max(voices, 1));
}

function stack(start: number, tones: readonly number[], range: VoicingRange, open: boolean): number[] | null {
  const voicing = [start];
  const left = new Set(tones.filter((tone) => tone !== start % 12));
  let at = start;
  while (voicing.length < range.voices) {
    if (left.size === 0) for (const tone of tones) left.add(tone);
    let next = -1;
    let skipped = !open || voicing.length !== 1;
    for (let pitch = at + 1; pitch <= at + 16; pitch++) {
      if (!left.has(pitch % 12)) continue;
      if (!skipped && left.size > 1) {
        skipped = true;
        continue;
      }
      next = pitch;
      break;
    }
    if (next < 0 || next > range.high) return null;
    left.delete(next % 12);
    voicing.push(next);
    at = next;
  }
  return voicing;
}

function costOf(voicing: readonly number[], last: readonly number[] | null, middle: number): number {
  let sum = 0;
  let centre = 0;
  for (let i = 0; i < voicing.length; i++) {
    const pitch = voicing[i]!;
    centre += pitch;
    if (last && last.length > 0) sum += Math.abs(pitch - last[Math.min(i, last.length - 1)]!);
    // A minor second low down is mud, at the top it is a clash.
    if (i > 0 && pitch - voicing[i - 1]! === 1) sum += i === voicing.length - 1 ? 4 : 2;
  }
  return sum + Math.abs(centre / voicing.length - middle) * (last ? 0.35 : 1);
}
