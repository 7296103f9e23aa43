import type { InstrumentName } from '../synth/band.ts';
import type { PartPlan, Player, Song, StepNote } from './genre.ts';

/** Loudness by letter: accent, stroke, light stroke, ghost. */
const STROKES: Readonly<Record<string, number>> = { X: 1, x: 0.82, o: 0.6, '-': 0.34 };

export interface DrumVoice {
  readonly instruments: readonly InstrumentName[];
  readonly gainDb: number;
  readonly pan?: number;
  readonly send?: number;
  readonly loose?: number;
  readonly late?: number;
  /**
   * Lines of steps, a bar or several long: `X x o -` from accent to ghost, `?` a stroke that lively bars have, `.` none.
   * A section chooses one line and stays with it.
   */
  readonly beats: readonly string[];
  /** Lines for the last bar of a section. */
  readonly fills?: readonly string[];
  /** Strikes on the last chord. */
  readonly ends?: boolean;
  /** Only on the first bar of a section. */
  readonly marks?: boolean;
  /** Only in the bars that lead out of a section. */
  readonly leads?: number;
}

/** A drum of the kit as a part of the arrangement. */
export function drum(name: string, voice: DrumVoice): PartPlan {
  return {
    name,
    instruments: voice.instruments,
    gainDb: voice.gainDb,
    pan: voice.pan ?? 0,
    send: voice.send ?? 0.06,
    loose: voice.loose ?? 3,
    late: voice.late ?? 0,
    player: (song) => strike(name, voice, song),
  };
}

function strike(name: string, voice: DrumVoice, song: Song): Player {
  const habit = song.habit(`drum ${name}`);
  // An artist's drummer knows most of the beats, not all.
  const known = voice.beats.filter(() => habit.chance(0.7));
  const beats = known.length > 0 ? known : [habit.pick(voice.beats)];
  const chosen = new Map<string, string>();
  return {
    bar(bar) {
      if (voice.marks && bar.inSection !== 0) return [];
      if (voice.leads !== undefined && bar.inSection < bar.sectionBars - voice.leads) return [];
      const key = bar.section.name;
      let line = chosen.get(key);
      if (line === undefined) {
        line = song.random(`beat ${name} ${key}`).pick(beats);
        chosen.set(key, line);
      }
      const last = bar.inSection === bar.sectionBars - 1 && bar.sectionBars > 1;
      if (last && voice.fills && bar.random.chance(0.8)) line = bar.random.pick(voice.fills);
      const from = (bar.inSection * bar.steps) % line.length;
      const notes: StepNote[] = [];
      for (let step = 0; step < bar.steps; step++) {
        const letter = line[(from + step) % line.length]!;
        let velocity = STROKES[letter] ?? 0;
        if (letter === '?' && bar.random.chance(0.12 + 0.5 * bar.intensity)) velocity = bar.random.between(0.3, 0.55);
        // Ghosts come and go, as a hand does.
        if (letter === '-' && bar.random.chance(0.22)) velocity = 0;
        if (velocity > 0) notes.push({ step, length: 1, pitch: 0, velocity: velocity * (0.74 + 0.26 * bar.intensity) });
      }
      return notes;
    },
    ...(voice.ends ? { end: () => [{ step: 0, length: 1, pitch: 0, velocity: 0.75 }] } : {}),
  };
}
