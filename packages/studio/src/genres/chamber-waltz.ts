import { bass } from '../composer/bassist.ts';
import { arpeggio, comp, sustain } from '../composer/comping.ts';
import type { Genre } from '../composer/genre.ts';
import { melody } from '../composer/melody.ts';

/** Three in a bar: a low note, two chords, and strings that take the tune from each other. */
export const chamberWaltz: Genre = {
  name: 'chamber waltz',
  tempo: [96, 132],
  energy: [0.12, 0.3],
  modes: ['major', 'minor', 'minor'],
  metre: { beats: 3, division: 2, swing: 0 },
  harmony: {
    major: {
      scale: 'ionian',
      a: ['1 | 1/3 | 4 | 5:7 | 1 | 6:m | 2:m | 5:7', '1 | 5/7 | 6:m | 3:m | 4 | 1/3 | 2:m | 5:7'],
      b: ['6:m | 3:m | 4 | 1 | 2:m | 6:7 | 2:m | 5:7', '4 | 4:m | 1/5 | 6:m | 2:7 | 2:7 | 5 | 5:7'],
    },
    minor: {
      scale: 'harmonic',
      a: ['1:m | 1:m | 4:m | 5:7 | 1:m | b6 | 2:m7b5 | 5:7', '1:m | b7 | b6 | 5:7 | 4:m | 1:m | 5:7 | 1:m'],
      b: ['b3 | b7 | 4:m | 1:m | b6 | b3 | 2:m7b5 | 5:7', 'b6 | b6 | b3 | b3 | 4:m | 1:m | 5 | 5:7'],
    },
  },
  forms: [
    [
      { name: 'intro', weight: 1, harmony: 'a', intensity: 0.4, layers: 'chords low' },
      { name: 'first', weight: 3, harmony: 'a', intensity: 0.6, layers: 'chords low tune' },
      { name: 'second', weight: 3, harmony: 'b', intensity: 0.85, layers: 'chords low tune strings counter' },
      { name: 'trio', weight: 2, harmony: 'b', intensity: 0.5, layers: 'harp counter low' },
      { name: 'first', weight: 2, harmony: 'a', intensity: 0.8, layers: 'chords low tune strings counter+' },
      { name: 'coda', weight: 1, harmony: 'a', intensity: 0.45, layers: 'chords low tune' },
    ],
  ],
  parts: [
    {
      name: 'chords',
      instruments: ['piano', 'accordion', 'harpsichord'],
      gainDb: -4,
      pan: 0.2,
      send: 0.16,
      loose: 10,
      player: comp({ low: 55, high: 74, voices: 3, gate: 0.55, lines: ['__x.o.', '__o.o.', '__x.oo'] }),
    },
    {
      name: 'low',
      instruments: ['cello', 'uprightBass'],
      gainDb: -9,
      send: 0.14,
      loose: 10,
      player: bass({ around: 43, gate: 0.8, lines: ['R.....', 'R.....5.....', 'R...5.'] }),
    },
    {
      name: 'harp',
      instruments: ['harp', 'piano', 'musicBox'],
      gainDb: -5,
      pan: -0.25,
      send: 0.25,
      player: arpeggio({ low: 55, high: 79, voices: 4, ring: 3, bassAround: 48, lines: ['b01231', 'b12321', 'b.0123'] }),
    },
    {
      name: 'tune',
      instruments: ['fiddle', 'clarinet', 'flute'],
      gainDb: -6,
      pan: 0.12,
      send: 0.24,
      loose: 16,
      player: melody({
        low: 65,
        high: 86,
        rests: 0.08,
        grace: 0.06,
        rhythms: ['x...x.', 'x..xx.', 'x.x.x.', 'x.....', 'x.xxx.'],
        cadences: ['x.....', 'x...__', 'x.____'],
      }),
    },
    {
      name: 'counter',
      instruments: ['cello', 'clarinet', 'hum'],
      gainDb: -6,
      pan: -0.2,
      send: 0.24,
      loose: 16,
      player: melody({
        low: 52,
        high: 69,
        rests: 0.2,
        velocity: 0.65,
        rhythms: ['x.....', 'x...x.', '__x...'],
        cadences: ['x.....', '__x.x.'],
      }),
    },
    {
      name: 'strings',
      instruments: ['strings', 'warmStrings'],
      gainDb: -12,
      send: 0.3,
      loose: 12,
      player: sustain({ low: 57, high: 77, voices: 4 }),
    },
  ],
  space: { reverbSeconds: 1.9, damping: 0.4 },
};
