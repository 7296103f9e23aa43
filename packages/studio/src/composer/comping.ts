import type { Random } from '../hash.ts';
import { chordAt, type Player, type Song, type StepNote } from './genre.ts';
import { nearest, type VoicingRange, voiceLead } from './voicing.ts';

export interface CompStyle {
  readonly low?: number;
  readonly high?: number;
  readonly voices?: number;
  /** Lines of steps: `X x o -` a chord from hard to soft, `?` one that lively bars have, `.` hold, `_` stop. */
  readonly lines: readonly string[];
  readonly gate?: number;
  /** Steps between the strings of a strum. */
  readonly strum?: number;
}

const STROKES: Readonly<Record<string, number>> = { X: 0.95, x: 0.78, o: 0.6, '-': 0.42, '?': 0.45 };

/** Plays the chords in rhythm, each voicing moving least from the last. */
export function comp({ low = 52, high = 74, voices = 4, lines, gate = 0.96, strum = 0 }: CompStyle): (song: Song) => Player {
  return (song) => {
    const range: VoicingRange = { low, high, voices };
    const habit = song.habit(`comp ${low} ${lines[0]}`);
    const known = lines.filter(() => habit.chance(0.65));
    const mine = known.length > 0 ? known : [habit.pick(lines)];
    const chosen = new Map<string, string>();
    let last: number[] | null = null;
    const voicingAt = (chord: Parameters<typeof voiceLead>[0]): number[] => {
      last = voiceLead(chord, last, range);
      return last;
    };
    return {
      bar(bar) {
        const key = bar.section.name;
        let line = chosen.get(key);
        if (line === undefined) {
          line = song.random(`comp ${low} ${key}`).pick(mine);
          chosen.set(key, line);
        }
        if (bar.inSection % 4 === 3 && bar.random.chance(0.4)) line = bar.random.pick(mine);
        const from = (bar.inSection * bar.steps) % line.length;
        const notes: StepNote[] = [];
        for (let step = 0; step < bar.steps; step++) {
          const letter = line[(from + step) % line.length]!;
          const stroke = STROKES[letter];
          if (stroke === undefined) continue;
          if (letter === '?' && !bar.random.chance(0.1 + 0.45 * bar.intensity)) continue;
          if (step > 0 && letter !== 'X' && bar.random.chance(0.06)) continue;
          let length = 1;
          while (step + length < bar.steps && '.?'.includes(line[(from + step + length) % line.length]!)) length++;
          const voicing = voicingAt(chordAt(bar, step));
          const velocity = stroke * (0.76 + 0.24 * bar.intensity);
          voicing.forEach((pitch, i) => {
            const delay = strum * i;
            // The top voice sings a little.
            notes.push({
              step: step + delay,
              length: Math.max(0.3, length * gate - delay),
              pitch,
              velocity: velocity * (i === voicing.length - 1 ? 1 : 0.88),
            });
          });
        }
        return notes;
      },
      end: (bar) =>
        voicingAt(bar.chords[0]!.chord).map((pitch, i) => ({
          step: i * Math.max(strum, 0.12),
          length: bar.steps * 4,
          pitch,
          velocity: 0.62,
        })),
    };
  };
}

export interface SustainStyle extends VoicingRange {
  readonly velocity?: number;
}

/** Holds each chord as long as it lasts: pads, strings, choirs. Notes common to both chords are held over. */
export function sustain({ velocity = 0.6, ...range }: SustainStyle): (song: Song) => Player {
  return (song) => {
    let last: number[] | null = null;
    return {
      bar(bar) {
        return bar.chords.flatMap(({ step, steps, chord }) => {
          last = voiceLead(chord, last, range);
          // A swell over four bars, so that a held sound is never still.
          const swell = 0.86 + 0.14 * Math.sin(((bar.inSection % 4) + step / bar.steps + 0.5) * (Math.PI / 4));
          return last.map((pitch) => ({ step, length: steps * 1.02, pitch, velocity: velocity * swell * (0.75 + 0.25 * bar.intensity) }));
        });
      },
      end: (bar) =>
        voiceLead(bar.chords[0]!.chord, last, range).map((pitch) => ({
          step: 0,
          length: bar.steps * 4 + song.stepsPerBar,
          pitch,
          velocity: velocity * 0.9,
        })),
    };
  };
}

export interface ArpStyle extends VoicingRange {
  /**
   * Lines of steps: digits are voices from the lowest, `A` to `D` the same an octave up, `b` the bass note, `?` any
   * voice in lively bars, `.` hold.
   */
  readonly lines: readonly string[];
  readonly ring?: number;
  readonly velocity?: number;
  readonly bassAround?: number;
}

/** Plays the chords one note at a time: picking, arpeggios, sequences. */
export function arpeggio({ lines, ring = 1, velocity = 0.7, bassAround = 45, ...range }: ArpStyle): (song: Song) => Player {
  return (song) => {
    const habit = song.habit(`arp ${range.low} ${lines[0]}`);
    const known = lines.filter(() => habit.chance(0.6));
    const mine = known.length > 0 ? known : [habit.pick(lines)];
    const chosen = new Map<string, string>();
    let last: number[] | null = null;
    return {
      bar(bar) {
        const key = bar.section.name;
        let line = chosen.get(key);
        if (line === undefined) {
          line = song.random(`arp ${range.low} ${key}`).pick(mine);
          chosen.set(key, line);
        }
        if (bar.inSection % 4 === 3 && bar.random.chance(0.45)) line = bar.random.pick(mine);
        const from = (bar.inSection * bar.steps) % line.length;
        // Now and then two notes change places: a pattern that never turns is a machine.
        const played = [...line.slice(from), ...line.slice(0, from)].slice(0, bar.steps);
        if (bar.random.chance(0.3)) turn(played, bar.random);
        const notes: StepNote[] = [];
        let chord = null;
        let voicing: number[] = last ?? [];
        for (let step = 0; step < bar.steps; step++) {
          const now = chordAt(bar, step);
          if (now !== chord) {
            chord = now;
            voicing = voiceLead(now, last, range);
            last = voicing;
          }
          let letter = played[step] ?? '.';
          if (letter === '?') letter = bar.random.chance(0.1 + 0.5 * bar.intensity) ? String(bar.random.below(voicing.length)) : '.';
          if (letter === '.') continue;
          let length = 1;
          while (step + length < bar.steps && played[step + length] === '.') length++;
          const pitch = letter === 'b' ? nearest(now.bass, bassAround) : voiceOf(letter, voicing);
          const strong = step % (bar.steps / song.metre.beats) === 0;
          notes.push({ step, length: length * ring, pitch, velocity: velocity * (strong ? 1 : 0.84) * (0.72 + 0.28 * bar.intensity) });
        }
        return notes;
      },
      end: (bar) => {
        const voicing = voiceLead(bar.chords[0]!.chord, last, range);
        return [nearest(bar.chords[0]!.chord.root, bassAround), ...voicing].map((pitch, i) => ({
          step: i * (song.metre.division / 2),
          length: bar.steps * 3,
          pitch,
          velocity: velocity * 0.8,
        }));
      },
    };
  };
}

function turn(line: string[], random: Random): void {
  const places = line.flatMap((letter, i) => (letter >= '0' && letter <= '9' ? [i] : []));
  if (places.length < 2) return;
  const at = random.below(places.length - 1);
  const a = places[at]!;
  const b = places[at + 1]!;
  [line[a], line[b]] = [line[b]!, line[a]!];
}

function voiceOf(letter: string, voicing: readonly number[]): number {
  const index = letter >= 'A' && letter <= 'D' ? letter.charCodeAt(0) - 65 : Number(letter);
  const octave = (letter >= 'A' && letter <= 'D' ? 12 : 0) + 12 * Math.floor(index / voicing.length);
  return voicing[index % voicing.length]! + octave;
}
