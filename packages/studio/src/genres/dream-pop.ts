import { bass } from '../composer/bassist.ts';
import { arpeggio, comp, sustain } from '../composer/comping.ts';
import { drum } from '../composer/drummer.ts';
import type { Genre } from '../composer/genre.ts';
import { melody } from '../composer/melody.ts';

/** Chorused guitars in a long room, slow drums behind glass, a far voice. */
export const dreamPop: Genre = {
  name: 'dream pop',
  tempo: [84, 104],
  energy: [0.36, 0.54],
  modes: ['major', 'major', 'minor'],
  metre: { beats: 4, division: 4, swing: 0 },
  harmony: {
    major: {
      scale: 'majorPentatonic',
      a: ['1:add9 | 1:add9 | 4:maj7 | 4:maj7', '1:maj7 | 3:m7 | 4:add9 | 4:m6', '6:m7 | 4:maj7 | 1:add9 | 5:sus4'],
      b: ['4:maj7 | 5 | 6:m7 | 6:m7', '2:m7 | 4:maj7 | 1:add9 | 5', '4:add9 | 1/3 | 2:m7 | 5:sus4'],
    },
    minor: {
      scale: 'minorPentatonic',
      a: ['1:madd9 | b6:maj7 | b3:add9 | b7', '1:m7 | 4:m7 | b6:maj7 | b7:sus2'],
      b: ['b6:maj7 | b7 | b3:add9 | 5:m7', 'b6:add9 | b6:add9 | b7:sus4 | b7'],
    },
  },
  forms: [
    [
      { name: 'haze', weight: 1, harmony: 'a', intensity: 0.4, layers: 'chime pad' },
      { name: 'verse', weight: 3, harmony: 'a', intensity: 0.6, layers: 'chime bass kick snare hat voice' },
      { name: 'bloom', weight: 2, harmony: 'b', intensity: 0.95, layers: 'chime wash bass kick snare ride pad voice crash' },
      { name: 'verse', weight: 2, harmony: 'a', intensity: 0.65, layers: 'chime bass kick snare hat voice pad' },
      { name: 'float', weight: 1, harmony: 'b', intensity: 0.4, layers: 'chime pad voice' },
      { name: 'bloom', weight: 3, harmony: 'b', intensity: 1, layers: 'chime wash bass kick snare ride pad voice crash' },
      { name: 'haze', weight: 1, harmony: 'a', intensity: 0.4, layers: 'chime pad bass' },
    ],
  ],
  parts: [
    {
      name: 'chime',
      instruments: ['cleanGuitar'],
      gainDb: -7,
      pan: 0.35,
      send: 0.35,
      loose: 6,
      echo: { steps: 3, times: 2, keep: 0.5 },
      player: arpeggio({
        low: 57,
        high: 78,
        voices: 4,
        bassAround: 52,
        ring: 3,
        lines: ['0.2.1.3.0.2.1.3.', '0.1.2.3.A.3.2.1.', '..2.3.1...2.3.1.', '0..1..2.3..2..1.'],
      }),
    },
    {
      name: 'wash',
      instruments: ['superSaw', 'strings'],
      gainDb: -14,
      pan: -0.2,
      send: 0.45,
      player: comp({ low: 55, high: 76, voices: 4, lines: ['x...............', 'x.......o.......'] }),
    },
    {
      name: 'pad',
      instruments: ['choir', 'pad', 'glassPad'],
      closes: true,
      gainDb: -15,
      send: 0.45,
      player: sustain({ low: 60, high: 79, voices: 3 }),
    },
    {
      name: 'bass',
      instruments: ['pickBass', 'fingerBass'],
      gainDb: -1,
      send: 0.04,
      player: bass({ around: 38, lines: ['R.R.R.R.R.R.R.R.', 'R.....R.R.....5.', 'R..R..R.R..R..R.'] }),
    },
    {
      name: 'voice',
      instruments: ['hum', 'choir', 'flute'],
      gainDb: -6,
      send: 0.45,
      loose: 15,
      late: 10,
      player: melody({
        low: 62,
        high: 79,
        rests: 0.12,
        velocity: 0.7,
        rhythms: ['x.......x...x...', 'x.....x.....x...', '__x...x.....x...', 'x...x.......x...'],
        cadences: ['x...............', 'x.......________'],
      }),
    },
    drum('kick', {
      instruments: ['kick'],
      gainDb: -4,
      send: 0.06,
      beats: ['x.......x.......', 'x.....x.x.......', 'x.........x.....'],
      ends: true,
    }),
    drum('snare', {
      instruments: ['snare'],
      gainDb: -8,
      send: 0.35,
      beats: ['....x.......x...'],
      fills: ['....x.......x.xx', '....x...x.x.x.x.'],
    }),
    drum('hat', {
      instruments: ['hat', 'shaker', 'tambourine'],
      gainDb: -20,
      pan: 0.3,
      send: 0.1,
      beats: ['x.o.x.o.x.o.x.o.', 'x.-.x.-.x.-.x.--'],
    }),
    drum('ride', { instruments: ['ride'], gainDb: -17, pan: 0.3, send: 0.15, beats: ['x.o.x.o.x.o.x.o.'] }),
    drum('crash', { instruments: ['crash'], gainDb: -7, pan: -0.3, send: 0.25, marks: true, beats: ['x...............'], ends: true }),
  ],
  space: { reverbSeconds: 2.4, damping: 0.35 },
};
