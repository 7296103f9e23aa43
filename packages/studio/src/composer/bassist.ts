import { type Bar, chordAt, type Player, type Song, type StepNote } from './genre.ts';
import { nearest } from './voicing.ts';

export interface BassStyle {
  /** MIDI number that the roots stay near to. */
  readonly around?: number;
  /**
   * Lines of steps: `R` root, `r` root lightly, `5` fifth, `8` octave, `3` third, `7` seventh or sixth, `a` a step
   * below or above what comes next, `s` a step of the scale on from the last note, `?` a light root that lively bars
   * have, `.` hold, `_` stop.
   */
  readonly lines: readonly string[];
  /** Shortens every note to this share of its place. */
  readonly gate?: number;
}

/** A bass player who keeps to written lines and leans on what comes next. */
export function bass({ around = 38, lines, gate = 0.92 }: BassStyle): (song: Song) => Player {
  return (song) => {
    const habit = song.habit('bass');
    const known = lines.filter(() => habit.chance(0.65));
    const mine = known.length > 0 ? known : [habit.pick(lines)];
    const chosen = new Map<string, string>();
    let last = around;
    return {
      bar(bar) {
        const key = bar.section.name;
        let line = chosen.get(key);
        if (line === undefined) {
          line = song.random(`bass ${key}`).pick(mine);
          chosen.set(key, line);
        }
        // Every fourth bar another line answers.
        if (bar.inSection % 4 === 3 && bar.random.chance(0.5)) line = bar.random.pick(mine);
        const notes: StepNote[] = [];
        const from = (bar.inSection * bar.steps) % line.length;
        for (let step = 0; step < bar.steps; step++) {
          const letter = line[(from + step) % line.length]!;
          if (letter === '.' || letter === '_') continue;
          if (letter === '?' && !bar.random.chance(0.15 + 0.5 * bar.intensity)) continue;
          let length = 1;
          while (step + length < bar.steps && '.?'.includes(line[(from + step + length) % line.length]!)) length++;
          const pitch = pitchOf(letter, bar, step, length, last, around, song);
          last = pitch;
          const strong = step % (bar.steps / song.metre.beats) === 0;
          notes.push({
            step,
            length: Math.max(0.4, length * gate),
            pitch,
            velocity: (letter === 'r' || letter === '?' ? 0.58 : strong ? 0.85 : 0.74) * (0.8 + 0.2 * bar.intensity),
          });
        }
        return notes;
      },
      end: (bar) => [{ step: 0, length: bar.steps * 2, pitch: nearest(bar.chords[0]!.chord.bass, around), velocity: 0.75 }],
    };
  };
}

/** A walking bass: root on one, steps and chord tones between, a half step into the next chord. */
export function walkingBass({ around = 41 }: { around?: number } = {}): (song: Song) => Player {
  return (song) => {
    let last = around;
    const perBeat = song.metre.division;
    return {
      bar(bar) {
        const notes: StepNote[] = [];
        for (let beat = 0; beat < song.metre.beats; beat++) {
          const step = beat * perBeat;
          const { chord } = bar.chords.find((part) => part.step === step) ?? { chord: null };
          const here = chordAt(bar, step);
          let pitch: number;
          if (chord) pitch = nearest(chord.bass, pull(last, around));
          else {
            const upcoming = beat === song.metre.beats - 1 ? bar.next : bar.chords.find((part) => part.step === step + perBeat)?.chord;
            if (upcoming) {
              const target = nearest(upcoming.bass, pull(last, around));
              pitch = bar.random.chance(0.65) ? target + (last < target ? -1 : 1) : nearest(here.tones[2] ?? here.root, last);
            } else {
              const up = last < around + 4 ? bar.random.chance(0.68) : bar.random.chance(0.32);
              pitch = walk(bar.random.chance(0.6) ? here.tones : song.scale, last, up);
            }
          }
          if (pitch === last) pitch += pitch > around ? -12 : 12;
          last = pitch;
          notes.push({ step, length: perBeat * 0.92, pitch, velocity: (beat % 2 === 0 ? 0.78 : 0.84) * (0.82 + 0.18 * bar.intensity) });
          if (bar.random.chance(0.08 + 0.12 * bar.intensity)) notes.push({ step: step + perBeat - 1, length: 0.5, pitch, velocity: 0.4 });
        }
        return notes;
      },
      end: (bar) => [{ step: 0, length: bar.steps * 2, pitch: nearest(bar.chords[0]!.chord.root, around - 3), velocity: 0.8 }],
    };
  };
}

function pitchOf(letter: string, bar: Bar, step: number, length: number, last: number, around: number, song: Song): number {
  const chord = chordAt(bar, step);
  const root = nearest(chord.bass, around);
  const above = (pitchClass: number): number => root + ((((pitchClass - root) % 12) + 12) % 12);
  switch (letter) {
    case '5': {
      const fifth = above(chord.tones.find((tone) => (tone - chord.root + 12) % 12 === 7) ?? chord.tones[2] ?? chord.root);
      return fifth > around + 7 ? fifth - 12 : fifth;
    }
    case '8':
      return root + 12;
    case '3':
      return above(chord.tones[1] ?? chord.root);
    case '7':
      return above(chord.tones[3] ?? (chord.root + 10) % 12);
    case 'a': {
      const following = step + length < bar.steps ? chordAt(bar, step + length) : bar.next;
      const target = nearest(following.bass, around);
      return target + (bar.random.chance(0.6) ? -1 : song.scale.includes((target + 2) % 12) ? 2 : 1);
    }
    case 's':
      return walk(song.scale, last, last < around + 5);
    default:
      return root;
  }
}

function pull(last: number, around: number): number {
  return Math.abs(last - around) > 7 ? (last + around) / 2 : last;
}

function walk(pitchClasses: readonly number[], from: number, up: boolean): number {
  for (let pitch = from + (up ? 1 : -1); Math.abs(pitch - from) <= 12; pitch += up ? 1 : -1) {
    if (pitchClasses.includes(((pitch % 12) + 12) % 12)) return pitch;
  }
  return from;
}
