import type { Timbre } from '../synth/instrument.ts';

export type Mode = 'major' | 'minor';

/** What a sound is made from: two equal ones sound the same to the byte. */
export interface SoundSpec {
  /** 32 unsigned bits. */
  readonly seed: number;
  /** The artist keeps a timbre and habits over all their tracks. */
  readonly artistId: string;
  /** One of `GENRE_NAMES`. */
  readonly genre: string;
  /** Tonic in semitones above C, 0 to 11. */
  readonly key: number;
  readonly mode: Mode;
  /** Beats a minute. */
  readonly tempo: number;
  /** 0 (calm) to 1. */
  readonly energy: number;
  readonly durationSeconds: number;
}

/** One voice of the arrangement, as the mixer needs it. */
export interface ScorePart {
  readonly name: string;
  readonly instrument: string;
  readonly timbre: Timbre;
  /** Linear. */
  readonly gain: number;
  /** -1 (left) to 1. */
  readonly pan: number;
  /** Share sent to the room, linear. */
  readonly send: number;
  /** Dips under each kick, 0 (not) to 1. */
  readonly duck: number;
}

export interface ScoreNote {
  /** Index into `parts`. */
  readonly part: number;
  /** Seconds from the start of the track. */
  readonly at: number;
  /** Seconds until the note is let go; it rings a little longer. */
  readonly length: number;
  /** MIDI number, 69 is A at 440 Hz. */
  readonly pitch: number;
  /** 0 to 1. */
  readonly velocity: number;
}

export interface ScoreSection {
  readonly name: string;
  readonly firstBar: number;
  readonly bars: number;
}

/** The room and the last touches before the limiter. */
export interface ScoreSpace {
  /** Seconds until the room is 60 dB down. */
  readonly reverbSeconds: number;
  /** How dark the room is, 0 to 1. */
  readonly damping: number;
  /** Low-pass over everything in Hz, for dusty genres; 0 is none. */
  readonly lowpassHz: number;
}

/** A whole track as notes, before any sound. Notes ascend by time. */
export interface Score {
  readonly durationSeconds: number;
  readonly barSeconds: number;
  readonly bars: number;
  readonly sections: readonly ScoreSection[];
  readonly parts: readonly ScorePart[];
  readonly notes: readonly ScoreNote[];
  readonly space: ScoreSpace;
}
