/** A chord as the composer thinks of it: root and notes as pitch classes, 0 to 11. */
export interface Chord {
  readonly root: number;
  /** The bass note, which an inversion moves away from the root. */
  readonly bass: number;
  /** Pitch classes, root first. */
  readonly tones: readonly number[];
  /** Pitch classes that a melody may rest on. */
  readonly guides: readonly number[];
}

const DEGREES: Readonly<Record<string, number>> = {
  '1': 0,
  b2: 1,
  '2': 2,
  b3: 3,
  '3': 4,
  '4': 5,
  '#4': 6,
  '5': 7,
  b6: 8,
  '6': 9,
  b7: 10,
  '7': 11,
};

const QUALITIES: Readonly<Record<string, readonly number[]>> = {
  '': [0, 4, 7],
  m: [0, 3, 7],
  '5': [0, 7],
  dim: [0, 3, 6],
  aug: [0, 4, 8],
  '6': [0, 4, 7, 9],
  m6: [0, 3, 7, 9],
  sus2: [0, 2, 7],
  sus4: [0, 5, 7],
  '7': [0, 4, 7, 10],
  maj7: [0, 4, 7, 11],
  m7: [0, 3, 7, 10],
  m7b5: [0, 3, 6, 10],
  dim7: [0, 3, 6, 9],
  '9': [0, 4, 7, 10, 2],
  maj9: [0, 4, 7, 11, 2],
  m9: [0, 3, 7, 10, 2],
  m11: [0, 3, 7, 10, 5],
  '13': [0, 4, 10, 2, 9],
  '69': [0, 4, 7, 9, 2],
  add9: [0, 4, 7, 2],
  madd9: [0, 3, 7, 2],
  '7sus': [0, 5, 7, 10],
  '7b9': [0, 4, 7, 10, 1],
  '7#5': [0, 4, 8, 10],
};

const SCALES: Readonly<Record<string, readonly number[]>> = {
  ionian: [0, 2, 4, 5, 7, 9, 11],
  dorian: [0, 2, 3, 5, 7, 9, 10],
  phrygian: [0, 1, 3, 5, 7, 8, 10],
  lydian: [0, 2, 4, 6, 7, 9, 11],
  mixolydian: [0, 2, 4, 5, 7, 9, 10],
  aeolian: [0, 2, 3, 5, 7, 8, 10],
  harmonic: [0, 2, 3, 5, 7, 8, 11],
  majorPentatonic: [0, 2, 4, 7, 9],
  minorPentatonic: [0, 3, 5, 7, 10],
  blues: [0, 3, 5, 6, 7, 10],
};

/** The scale's pitch classes above this tonic, ascending from it. */
export function scaleOf(name: string, tonic: number): number[] {
  const steps = SCALES[name];
  if (!steps) throw new RangeError(`No scale is called ${name}`);
  return steps.map((step) => (step + tonic) % 12);
}

/**
 * Reads a line such as `1:maj7 6:m7 | 2:m9 5:13`: bars are divided by `|`, a bar may hold several chords of equal
 * length, degrees are counted from the major scale (`b7`), `/3` sets the bass to a degree of the key.
 */
export function progressionOf(line: string, tonic: number): Chord[][] {
  return line.split('|').map((bar) =>
    bar
      .trim()
      .split(/\s+/)
      .map((token) => chordOf(token, tonic)),
  );
}

function chordOf(token: string, tonic: number): Chord {
  const match = /^([b#]?[1-7])(?::([^/]*))?(?:\/([b#]?[1-7]))?$/.exec(token);
  const degree = match?.[1] === undefined ? undefined : DEGREES[match[1]];
  const intervals = QUALITIES[match?.[2] ?? ''];
  if (degree === undefined || !intervals) throw new RangeError(`Cannot read the chord ${token}`);
  const root = (degree + tonic) % 12;
  const bassDegree = match?.[3] === undefined ? undefined : DEGREES[match[3]];
  const tones = intervals.map((interval) => (root + interval) % 12);
  return { root, bass: bassDegree === undefined ? root : (bassDegree + tonic) % 12, tones, guides: tones.slice(0, 4) };
}
