import { genreNamed } from '../genres/index.ts';
import { createRandom, type Random } from '../hash.ts';
import type { Timbre } from '../synth/instrument.ts';
import { layOut, type PlacedSection } from './form.ts';
import type { Bar, Genre, PartPlan, Player, Song, StepNote } from './genre.ts';
import { type Chord, progressionOf, scaleOf } from './harmony.ts';
import type { Score, ScoreNote, ScorePart, SoundSpec } from './score.ts';

/** Seconds at the end that the last chord is left to ring. */
const RING_SECONDS = 2.2;

/** Writes a track: the same spec gives the same score, note for note. */
export function compose(spec: SoundSpec): Score {
  const genre = genreNamed(spec.genre);
  const song = songOf(spec, genre);
  const barSeconds = song.stepsPerBar * song.stepSeconds;
  const bars = Math.max(1, Math.floor((spec.durationSeconds - RING_SECONDS) / barSeconds));
  const sections = layOut(song.random('form').pick(genre.forms), bars);
  const chords = harmonise(song, sections, bars);
  const parts = genre.parts.map((plan) => ({ plan, part: partOf(plan, song), player: plan.player(song) }));
  const notes: ScoreNote[] = [];
  for (const section of sections) {
    const playing = layersOf(section, song);
    for (let inSection = 0; inSection < section.bars; inSection++) {
      const index = section.firstBar + inSection;
      for (const [number, { plan, player }] of parts.entries()) {
        if (!playing.has(plan.name)) continue;
        const bar = barOf(song, section, inSection, chords, `${plan.name} ${index}`);
        perform(player.bar(bar), { plan, number, song, at: index * barSeconds, notes, random: bar.random });
      }
    }
  }
  close(song, sections, chords, parts, bars * barSeconds, notes);
  notes.sort((a, b) => a.at - b.at || a.part - b.part || a.pitch - b.pitch);
  return {
    durationSeconds: spec.durationSeconds,
    barSeconds,
    bars,
    sections: sections.map(({ plan, firstBar, bars: length }) => ({ name: plan.name, firstBar, bars: length })),
    parts: parts.map(({ part }) => part),
    notes: notes.filter(({ at }) => at < spec.durationSeconds),
    space: { reverbSeconds: genre.space.reverbSeconds, damping: genre.space.damping, lowpassHz: genre.space.lowpassHz ?? 0 },
  };
}

function songOf(spec: SoundSpec, genre: Genre): Song {
  const { beats, division } = genre.metre;
  const [low, high] = genre.energy;
  const artist = createRandom('artist', spec.artistId, genre.name);
  const drive = Math.min(1, Math.max(0, (spec.energy - low) / Math.max(0.01, high - low)));
  const swing = Math.max(0, genre.metre.swing * artist.between(0.85, 1.12));
  const dial = (): number => Math.round(artist.between(-1, 1) * 100) / 100;
  const bright = Math.round(Math.min(1, Math.max(-1, dial() * 0.45 + (drive - 0.5) * 1.1)) * 20) / 20;
  return {
    spec,
    genre,
    drive,
    metre: { beats, division, swing },
    stepsPerBar: beats * division,
    stepSeconds: 60 / spec.tempo / division,
    scale: scaleOf(genre.harmony[spec.mode].scale, spec.key),
    timbre: { bright, decay: dial(), detune: dial(), color: dial() },
    random: (name) => createRandom('track', spec.seed, name),
    habit: (name) => createRandom('habit', spec.artistId, genre.name, name),
  };
}

/** A chord line for every bar; lines of a letter alternate from visit to visit, and the end comes home. */
function harmonise(song: Song, sections: readonly PlacedSection[], bars: number): Chord[][] {
  const { genre, spec } = song;
  const harmony = genre.harmony[spec.mode];
  const habit = song.habit(`harmony ${spec.mode}`);
  const lines = { a: choose(harmony.a, habit), b: choose(harmony.b, habit) };
  const chosen = { a: song.random('line a').pick(lines.a), b: song.random('line b').pick(lines.b) };
  const turn = song.random('turn');
  const chords: Chord[][] = [];
  for (const section of sections) {
    const letter = section.plan.harmony;
    const line = section.visit > 0 && turn.chance(0.3) ? turn.pick(lines[letter]) : chosen[letter];
    const progression = progressionOf(line, spec.key);
    for (let bar = 0; bar < section.bars; bar++) chords.push(progression[bar % progression.length]!);
  }
  // The chord that rings at the end is home.
  chords[bars] = [homeOf(song)];
  return chords;
}

function homeOf(song: Song): Chord {
  const { key, mode } = song.spec;
  const line = song.genre.harmony[mode].a[0]!;
  const first = progressionOf(line, key)
    .flat()
    .find(({ root }) => root === key);
  return first ?? progressionOf(mode === 'major' ? '1' : '1:m', key)[0]![0]!;
}

function choose(lines: readonly string[], habit: Random): string[] {
  const known = lines.filter(() => habit.chance(0.6));
  return known.length > 0 ? known : [habit.pick(lines)];
}

function layersOf({ plan }: PlacedSection, song: Song): Set<string> {
  const playing = new Set<string>();
  for (const layer of plan.layers.split(' ')) {
    const name = layer.replace(/[+?]$/, '');
    if (layer.endsWith('+') && song.drive < 0.45) continue;
    if (layer.endsWith('?') && !song.random(`layer ${name}`).chance(0.55)) continue;
    if (name) playing.add(name);
  }
  return playing;
}

function barOf(song: Song, section: PlacedSection, inSection: number, chords: readonly (readonly Chord[])[], name: string): Bar {
  const index = section.firstBar + inSection;
  const steps = song.stepsPerBar;
  const line = chords[index] ?? chords.at(-1)!;
  // Chords share the bar by whole beats.
  const beats = line.map((_, i) => Math.round((i * song.metre.beats) / line.length) * song.metre.division);
  const rise = section.bars > 4 ? (inSection / section.bars - 0.5) * 0.1 : 0;
  const intensity = Math.min(1, Math.max(0.05, section.plan.intensity * (0.6 + 0.4 * song.drive) + rise));
  return {
    index,
    section: section.plan,
    visit: section.visit,
    inSection,
    sectionBars: section.bars,
    steps,
    chords: line.map((chord, i) => ({ step: beats[i]!, steps: (beats[i + 1] ?? steps) - beats[i]!, chord })),
    next: (chords[index + 1] ?? chords.at(-1)!)[0]!,
    intensity,
    random: song.random(name),
  };
}

interface Stage {
  readonly plan: PartPlan;
  readonly number: number;
  readonly song: Song;
  /** Seconds at which the bar starts. */
  readonly at: number;
  readonly notes: ScoreNote[];
  readonly random: Random;
}

/** From the grid to time: swing, the part's own place in the beat, and a hand that is never exact. */
function perform(steps: readonly StepNote[], { plan, number, song, at, notes, random }: Stage): void {
  const { stepSeconds } = song;
  const loose = (plan.loose ?? 6) / 1000;
  for (const { step, length, pitch, velocity } of steps) {
    const whole = Math.floor(step + 1e-6);
    const late = song.metre.division !== 3 && whole % 2 === 1 ? song.metre.swing : 0;
    const time = at + (step + late) * stepSeconds + (plan.late ?? 0) / 1000 + random.bell() * loose * 0.5;
    const note = {
      part: number,
      at: Math.max(0, time),
      length: Math.max(0.03, length * stepSeconds),
      pitch,
      velocity: Math.min(1, Math.max(0.08, velocity * (1 + random.bell() * 0.045))),
    };
    notes.push(note);
    if (plan.echo) {
      for (let n = 1; n <= plan.echo.times; n++) {
        notes.push({ ...note, at: note.at + n * plan.echo.steps * stepSeconds, velocity: note.velocity * plan.echo.keep ** n });
      }
    }
  }
}

function close(
  song: Song,
  sections: readonly PlacedSection[],
  chords: readonly (readonly Chord[])[],
  parts: readonly { plan: PartPlan; player: Player }[],
  at: number,
  notes: ScoreNote[],
): void {
  const section = sections.at(-1)!;
  const playing = layersOf(section, song);
  for (const [number, { plan, player }] of parts.entries()) {
    const bar = barOf(song, section, section.bars, chords, `end ${plan.name}`);
    if ((!playing.has(plan.name) && !plan.closes) || !player.end) continue;
    perform(player.end(bar), { plan, number, song, at, notes, random: bar.random });
  }
}

function partOf(plan: PartPlan, song: Song): ScorePart {
  const habit = song.habit(`part ${plan.name}`);
  const instrument = habit.pick(plan.instruments);
  const width = habit.chance(0.5) ? 1 : -1;
  const timbre: Timbre = {
    ...song.timbre,
    color: Math.round(habit.between(-1, 1) * 20) / 20,
    decay: Math.round((song.timbre.decay * 0.5 + habit.between(-0.5, 0.5)) * 20) / 20,
  };
  return {
    name: plan.name,
    instrument,
    timbre,
    gain: 10 ** ((plan.gainDb + habit.between(-1, 1)) / 20),
    pan: (plan.pan ?? 0) * width,
    send: plan.send ?? 0.12,
    duck: plan.duck ?? 0,
  };
}
