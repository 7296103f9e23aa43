import type { Random } from '../hash.ts';
import { type Bar, chordAt, type Player, type Song, type StepNote } from './genre.ts';

export interface MelodyStyle {
  readonly low: number;
  readonly high: number;
  /** Rhythms of a bar: `x` a note, `o` a lighter one, `.` hold, `_` rest. The artist favours two or three. */
  readonly rhythms: readonly string[];
  /** Rhythms for the bar that ends a phrase: few notes, then air. */
  readonly cadences: readonly string[];
  /** Share of notes that move by step rather than by leap. */
  readonly stepwise?: number;
  /** Share of phrases that are left out, so that the band is heard. */
  readonly rests?: number;
  readonly gate?: number;
  readonly velocity?: number;
  /** Share of notes that get a short one from below before them. */
  readonly grace?: number;
}

interface Cell {
  readonly rhythm: string;
  /** Steps on the scale from one note to the next. */
  readonly contour: readonly number[];
  /** Semitones above the middle of the register that it starts near. */
  readonly start: number;
}

interface Motif {
  readonly first: Cell;
  readonly second: Cell;
  readonly register: number;
}

/**
 * A tune in phrases of four bars: a motif, its continuation, the motif again but changed, and a cadence with a rest.
 * Notes that are long or on the beat belong to the chord, the others to the scale; the second phrase answers the
 * first, and each return of a section varies it further.
 */
export function melody(style: MelodyStyle): (song: Song) => Player {
  return (song) => {
    const habit = song.habit(`melody ${style.low}`);
    const rhythms = favourites(style.rhythms, habit);
    const motifs = new Map<string, Motif>();
    let last = Math.round((style.low + style.high) / 2);
    let silent = false;
    return {
      bar(bar) {
        const letter = bar.section.harmony;
        let motif = motifs.get(letter);
        if (!motif) {
          motif = invent(song.random(`motif ${style.low} ${letter}`), rhythms, style);
          motifs.set(letter, motif);
        }
        const inPhrase = bar.inSection % 4;
        const phrase = Math.floor(bar.inSection / 4);
        // Never two phrases on end: the tune would be missed.
        if (inPhrase === 0) silent = !silent && (phrase > 0 || bar.visit > 0) && bar.random.chance(style.rests ?? 0.15);
        if (silent) return [];
        const cell = cellFor(motif, inPhrase, phrase, bar, style);
        const notes = sing(cell, bar, song, style, motif.register + (letter === 'b' ? 2 : 0), last, inPhrase === 3);
        const end = notes.at(-1);
        if (end) last = end.pitch;
        return notes;
      },
      end: (bar) => {
        const chord = bar.chords[0]!.chord;
        const pitch = snap(chord.guides.slice(0, 3), last, style);
        return [{ step: 0, length: bar.steps * 2, pitch, velocity: (style.velocity ?? 0.75) * 0.85 }];
      },
    };
  };
}

function favourites(rhythms: readonly string[], habit: Random): string[] {
  const list = rhythms.filter(() => habit.chance(0.55));
  while (list.length < 2) list.push(habit.pick(rhythms));
  return list;
}

function invent(random: Random, rhythms: readonly string[], style: MelodyStyle): Motif {
  const cell = (rhythm: string): Cell => ({
    rhythm,
    contour: contourFor(rhythm, random, style.stepwise ?? 0.75),
    start: Math.round(random.between(-5, 5)),
  });
  const first = cell(random.pick(rhythms));
  // The second bar goes on in the same rhythm from another place, or in a rhythm of its own.
  const second = random.chance(0.35) ? { ...cell(first.rhythm), contour: first.contour } : cell(random.pick(rhythms));
  return { first, second, register: Math.round(random.between(-2, 2)) };
}

// A line that leaves and comes back: leaps are followed by steps the other way.
function contourFor(rhythm: string, random: Random, stepwise: number): number[] {
  const count = [...rhythm].filter((letter) => letter === 'x' || letter === 'o').length;
  const contour: number[] = [];
  let direction = random.chance(0.55) ? 1 : -1;
  let away = 0;
  for (let i = 1; i < count; i++) {
    const before = contour.at(-1) ?? 0;
    let move: number;
    if (Math.abs(before) >= 3) move = -Math.sign(before);
    else if (random.chance(0.12)) move = 0;
    else if (random.chance(stepwise)) move = direction;
    else move = direction * (2 + random.below(3));
    if (random.chance(0.28) || Math.abs(away + move) > 5) direction = away + move > 0 ? -1 : 1;
    contour.push(move);
    away += move;
  }
  return contour;
}

function cellFor(motif: Motif, inPhrase: number, phrase: number, bar: Bar, style: MelodyStyle): Cell {
  if (inPhrase === 3)
    return {
      rhythm: bar.random.pick(style.cadences),
      contour: phrase % 2 === 1 ? [-1, -1, -1, -1, -1] : [1, -1, -1, 1, 1],
      start: phrase % 2 === 1 ? -1 : 2,
    };
  const base = inPhrase === 1 ? motif.second : motif.first;
  const changed = inPhrase === 2 || phrase > 0 || bar.visit > 0;
  return changed ? vary(base, bar.random) : base;
}

/** The same idea, not the same notes: turned over, stretched at one place, or with a note left out. */
function vary({ rhythm, contour, start }: Cell, random: Random): Cell {
  const roll = random.next();
  if (roll < 0.2) return { rhythm, contour: contour.map((move) => -move), start: -start };
  if (roll < 0.5 && contour.length > 1) {
    const at = random.below(contour.length);
    return { rhythm, contour: contour.map((move, i) => (i === at ? move + (random.chance(0.5) ? 1 : -1) : move)), start };
  }
  if (roll < 0.75) {
    const places = [...rhythm].flatMap((letter, i) => (letter !== '.' && letter !== '_' && i > 0 ? [i] : []));
    if (places.length > 2) {
      const at = random.pick(places);
      return { rhythm: `${rhythm.slice(0, at)}.${rhythm.slice(at + 1)}`, contour: contour.slice(0, -1), start };
    }
  }
  return { rhythm, contour, start: start + (random.chance(0.5) ? 2 : -2) };
}

function sing(cell: Cell, bar: Bar, song: Song, style: MelodyStyle, register: number, last: number, cadence: boolean): StepNote[] {
  const notes: StepNote[] = [];
  const perBeat = song.metre.division;
  const middle = (style.low + style.high) / 2 + register;
  const { rhythm } = cell;
  let pitch = last;
  let index = 0;
  for (let step = 0; step < Math.min(rhythm.length, bar.steps); step++) {
    const letter = rhythm[step]!;
    if (letter !== 'x' && letter !== 'o') continue;
    let length = 1;
    while (step + length < rhythm.length && rhythm[step + length] === '.') length++;
    const chord = chordAt(bar, step);
    const strong = step % perBeat === 0 && (step / perBeat) % 2 === 0;
    const before = pitch;
    if (index === 0) {
      // The cell has its own place in the register, and the line comes to it from where it was.
      pitch = snap(chord.guides, Math.round(last * 0.4 + (middle + cell.start) * 0.6), style);
    } else {
      const move = cell.contour[index - 1] ?? 0;
      pitch = onScale(before, move, song.scale, style);
      const home = cadence && step + length >= rhythm.length - perBeat;
      const restsHere = strong || home || length >= perBeat * 2 || (length >= perBeat && index % 2 === 0);
      if (restsHere) pitch = towards(home ? chord.tones.slice(0, 3) : chord.guides, pitch, before, move, style);
    }
    const arch = 0.92 + 0.12 * Math.sin(((bar.inSection % 4) + step / bar.steps) * (Math.PI / 4));
    const velocity = (style.velocity ?? 0.75) * arch * (letter === 'o' ? 0.8 : 1) * (strong ? 1.06 : 0.97) * (0.8 + 0.2 * bar.intensity);
    if (step > 0 && length > 1 && bar.random.chance(style.grace ?? 0)) {
      notes.push({ step: step - 0.35, length: 0.35, pitch: moveOnScale(pitch, -1, song.scale), velocity: velocity * 0.6 });
    }
    notes.push({ step, length: Math.max(0.4, length * (style.gate ?? 0.94)), pitch, velocity });
    index++;
  }
  return notes;
}

/** A move on the scale that turns round at the edge of the range, as a singer would. */
function onScale(from: number, move: number, scale: readonly number[], { low, high }: MelodyStyle): number {
  let to = moveOnScale(from, move, scale);
  // A sixth is as far as a tune leaps; five-note scales would take it farther.
  if (Math.abs(to - from) > 9) to = moveOnScale(from, 2 * Math.sign(move), scale);
  return to > high || to < low ? moveOnScale(from, -move, scale) : to;
}

function moveOnScale(pitch: number, moves: number, scale: readonly number[]): number {
  let at = pitch;
  const direction = Math.sign(moves);
  for (let left = Math.abs(moves); left > 0; left--) {
    do at += direction;
    while (!scale.includes(((at % 12) + 12) % 12));
  }
  return at;
}

/** The note of the chord nearest to a pitch that keeps the direction of the move: a tune that moved is heard to. */
function towards(pitchClasses: readonly number[], pitch: number, before: number, move: number, style: MelodyStyle): number {
  let best = pitch;
  let bestCost = Infinity;
  for (let at = style.low; at <= style.high; at++) {
    if (!pitchClasses.includes(at % 12)) continue;
    const wrongWay = move !== 0 && Math.sign(at - before) !== Math.sign(move);
    const leap = Math.abs(at - before);
    const cost = Math.abs(at - pitch) + (wrongWay ? 2.5 : 0) + (leap > 9 ? leap - 6 : 0);
    if (cost < bestCost) {
      bestCost = cost;
      best = at;
    }
  }
  return best;
}

function snap(pitchClasses: readonly number[], pitch: number, style: MelodyStyle): number {
  return towards(pitchClasses, pitch, pitch, 0, style);
}
