import { arpeggio, comp, sustain } from '../composer/comping.ts';
import type { Genre } from '../composer/genre.ts';
import { melody } from '../composer/melody.ts';

/** One piano at night: the left hand in broken chords of twelve, the right hand singing above it. */
export const nocturne: Genre = {
  name: 'nocturne',
  tempo: [58, 74],
  energy: [0.06, 0.22],
  modes: ['minor', 'minor', 'major'],
  metre: { beats: 4, division: 3, swing: 0 },
  harmony: {
    major: {
      scale: 'ionian',
      a: ['1 | 6:m | 2:m7 | 5:7', '1:maj7 | 3:m7 | 4:maj7 | 4:m6', '1 | 5/7 | 6:m7 | 4:maj7'],
      b: ['6:m | 3:m | 4 | 1/3', '4:maj7 | 5/4 | 3:m7 | 6:m7'],
    },
    minor: {
      scale: 'aeolian',
      a: ['1:m | 4:m7 | b7 | b3:maj7', '1:m | b6:maj7 | 2:m7b5 | 5:7', '1:madd9 | 1:m/b3 | b6 | 5:7'],
      b: ['b6:maj7 | b3 | 4:m | 5', 'b3 | b7 | 1:m | b6', '4:m | b7:7 | b3:maj7 | b6:maj7'],
    },
  },
  forms: [
    [
      { name: 'hush', weight: 1, harmony: 'a', intensity: 0.4, layers: 'left' },
      { name: 'song', weight: 3, harmony: 'a', intensity: 0.55, layers: 'left right' },
      { name: 'swell', weight: 2, harmony: 'b', intensity: 0.85, layers: 'left right thirds' },
      { name: 'still', weight: 1, harmony: 'b', intensity: 0.35, layers: 'chords right' },
      { name: 'song', weight: 2, harmony: 'a', intensity: 0.65, layers: 'left right thirds? far?' },
      { name: 'hush', weight: 1, harmony: 'a', intensity: 0.35, layers: 'left right' },
    ],
  ],
  parts: [
    {
      name: 'left',
      instruments: ['piano', 'feltPiano'],
      gainDb: -7,
      pan: 0.1,
      send: 0.18,
      loose: 12,
      player: arpeggio({
        low: 50,
        high: 69,
        voices: 3,
        bassAround: 40,
        ring: 3,
        velocity: 0.55,
        lines: ['b01210b01210', 'b.0121012101', 'b01201201210', 'b.01.2.1.0.1'],
      }),
    },
    {
      name: 'right',
      instruments: ['piano', 'feltPiano'],
      gainDb: -3,
      pan: -0.08,
      send: 0.22,
      loose: 18,
      late: 10,
      player: melody({
        low: 64,
        high: 86,
        rests: 0.08,
        grace: 0.06,
        velocity: 0.75,
        gate: 1.1,
        rhythms: ['x.....x..x..', 'x..x..x.....', 'x........x..', 'x..x.xx..x..', 'x.....x.xx..'],
        cadences: ['x...........', 'x.....x.....', 'x.....______'],
      }),
    },
    {
      name: 'thirds',
      instruments: ['piano', 'feltPiano'],
      gainDb: -10,
      send: 0.2,
      loose: 16,
      player: comp({ low: 60, high: 76, voices: 2, lines: ['x.....o.....', '___o.....o..'] }),
    },
    {
      name: 'chords',
      instruments: ['feltPiano', 'piano'],
      gainDb: -3,
      send: 0.24,
      loose: 16,
      player: comp({ low: 48, high: 70, voices: 4, strum: 0.14, lines: ['o.....-.....', 'o...........'] }),
    },
    { name: 'far', instruments: ['warmStrings', 'cello'], gainDb: -17, send: 0.4, player: sustain({ low: 55, high: 72, voices: 3 }) },
  ],
  space: { reverbSeconds: 2, damping: 0.45 },
};
