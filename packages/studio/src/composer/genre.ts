import type { Random } from '../hash.ts';
import type { InstrumentName } from '../synth/band.ts';
import type { Timbre } from '../synth/instrument.ts';
import type { Chord } from './harmony.ts';
import type { Mode, SoundSpec } from './score.ts';

/** What makes a kind of music itself: everything that a genre's file says. */
export interface Genre {
  readonly name: string;
  /** Beats a minute, from calm to lively. */
  readonly tempo: readonly [number, number];
  readonly energy: readonly [number, number];
  /** Modes that it is written in; one that stands twice is twice as likely. */
  readonly modes: readonly Mode[];
  readonly metre: Metre;
  /** Progressions by mode and by letter of the section; artists keep to a few of them. */
  readonly harmony: Readonly<Record<Mode, Harmony>>;
  readonly forms: readonly (readonly SectionPlan[])[];
  readonly parts: readonly PartPlan[];
  readonly space: { readonly reverbSeconds: number; readonly damping: number; readonly lowpassHz?: number };
}

export interface Metre {
  readonly beats: number;
  /** Steps a beat: 4 for sixteenths, 3 for triplets. */
  readonly division: number;
  /** How late every second step comes, in steps: 0 straight, 0.33 a triplet. */
  readonly swing: number;
}

export interface Harmony {
  readonly scale: string;
  readonly a: readonly string[];
  readonly b: readonly string[];
}

export interface SectionPlan {
  readonly name: string;
  /** Share of the track, relative to the others. */
  readonly weight: number;
  readonly harmony: 'a' | 'b';
  /** 0 to 1: how hard it is played. */
  readonly intensity: number;
  /** Names of parts. `name+` plays only in lively tracks, `name?` in about half of them. */
  readonly layers: string;
}

export interface PartPlan {
  readonly name: string;
  /** The artist picks one and keeps it. */
  readonly instruments: readonly InstrumentName[];
  readonly gainDb: number;
  readonly pan?: number;
  /** Share into the room. */
  readonly send?: number;
  readonly duck?: number;
  /** Deviation of the timing in ms, and how late it sits on purpose. */
  readonly loose?: number;
  readonly late?: number;
  /** Echoes in steps. */
  readonly echo?: { readonly steps: number; readonly times: number; readonly keep: number };
  /** Plays on the last chord even if the last section is without it, so that something rings. */
  readonly closes?: boolean;
  readonly player: (song: Song) => Player;
}

/** A part's musician: hears the bar that comes and plays it. */
export interface Player {
  bar(bar: Bar): StepNote[];
  /** What is held when the track ends; nothing if left out. */
  end?(bar: Bar): StepNote[];
}

/** A note on the bar's own grid. */
export interface StepNote {
  readonly step: number;
  readonly length: number;
  readonly pitch: number;
  readonly velocity: number;
}

/** What every player of a track knows. */
export interface Song {
  readonly spec: SoundSpec;
  readonly genre: Genre;
  readonly metre: Metre;
  readonly stepsPerBar: number;
  readonly stepSeconds: number;
  /** Where the track stands in its genre's range of energy, 0 to 1. */
  readonly drive: number;
  /** Pitch classes of the scale, from the tonic up. */
  readonly scale: readonly number[];
  readonly timbre: Timbre;
  /** A stream of the track for this name, and one that all tracks of the artist share. */
  random(name: string): Random;
  habit(name: string): Random;
}

export interface Bar {
  readonly index: number;
  readonly section: SectionPlan;
  /** Which time this name of section is heard, from 0. */
  readonly visit: number;
  readonly inSection: number;
  readonly sectionBars: number;
  readonly steps: number;
  /** Chords with the step each starts at. */
  readonly chords: readonly { readonly step: number; readonly steps: number; readonly chord: Chord }[];
  /** The chord that the next bar starts with. */
  readonly next: Chord;
  /** 0 to 1, section and energy together. */
  readonly intensity: number;
  readonly random: Random;
}

export const chordAt = (bar: Bar, step: number): Chord => {
  let chord = bar.chords[0]!.chord;
  for (const part of bar.chords) if (part.step <= step) chord = part.chord;
  return chord;
};
