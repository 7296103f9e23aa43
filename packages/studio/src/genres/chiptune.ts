import { bass } from '../composer/bassist.ts';
import { arpeggio } from '../composer/comping.ts';
import { drum } from '../composer/drummer.ts';
import type { Genre } from '../composer/genre.ts';
import { melody } from '../composer/melody.ts';

/** Four voices of an old machine: two pulses, a triangle, noise; chords as runs too fast to count. */
export const chiptune: Genre = {
  name: 'chiptune',
  tempo: [132, 160],
  energy: [0.64, 0.86],
  modes: ['major', 'minor', 'minor'],
  metre: { beats: 4, division: 4, swing: 0 },
  harmony: {
    major: {
      scale: 'ionian',
      a: ['1 | 5 | 6:m | 4', '1 | 3:m | 4 | 5', '4 | 5 | 3:m | 6:m'],
      b: ['b6 | b7 | 1 | 1', '4 | 4:m | 1 | 5', '6:m | 4 | 1 | 5'],
    },
    minor: {
      scale: 'aeolian',
      a: ['1:m | b6 | b7 | 1:m', '1:m | b7 | b6 | 5', '1:m | b3 | b7 | 4:m'],
      b: ['b6 | b7 | 5:m | 1:m', '4:m | b7 | b3 | b6', 'b6 | b6 | b7 | b7'],
    },
  },
  forms: [
    [
      { name: 'title', weight: 1, harmony: 'a', intensity: 0.6, layers: 'run bass hat' },
      { name: 'level', weight: 3, harmony: 'a', intensity: 0.8, layers: 'run bass hat kick snare lead' },
      { name: 'boss', weight: 2, harmony: 'b', intensity: 1, layers: 'run bass hat kick snare lead second' },
      { name: 'cave', weight: 1, harmony: 'b', intensity: 0.5, layers: 'run bass second' },
      { name: 'level', weight: 2, harmony: 'a', intensity: 0.85, layers: 'run bass hat kick snare lead' },
      { name: 'boss', weight: 2, harmony: 'b', intensity: 1, layers: 'run bass hat kick snare lead second' },
    ],
  ],
  parts: [
    {
      name: 'lead',
      instruments: ['chipPulse', 'chipSquare'],
      gainDb: -5,
      pan: 0.12,
      send: 0.03,
      loose: 1,
      echo: { steps: 3, times: 1, keep: 0.4 },
      player: melody({
        low: 67,
        high: 90,
        rests: 0.08,
        rhythms: ['x.x.x.xxx.x.x...', 'x..x..x.x.x.x.x.', 'x...x.x.x..x..x.', 'xxx.x.x.xxx.x...'],
        cadences: ['x..x..x.....____', 'x.x.x...........'],
      }),
    },
    {
      name: 'second',
      instruments: ['chipSquare', 'chipPulse'],
      gainDb: -7,
      pan: -0.4,
      send: 0.03,
      loose: 1,
      player: melody({
        low: 60,
        high: 79,
        rests: 0.15,
        rhythms: ['x...x...x...x...', 'x.......x...x...', '__x...x...x...x.'],
        cadences: ['x...............', 'x.......x.......'],
      }),
    },
    {
      name: 'run',
      instruments: ['chipPulse', 'chipSquare'],
      gainDb: -10,
      pan: 0.45,
      send: 0.02,
      loose: 0,
      player: arpeggio({
        low: 60,
        high: 77,
        voices: 3,
        ring: 0.9,
        lines: ['012A012A012A012A', '0120120120120120', '012A210A012A210A', '0A1A2A1A0A1A2A1A'],
      }),
    },
    {
      name: 'bass',
      instruments: ['chipTriangle'],
      gainDb: -9,
      send: 0,
      loose: 0,
      player: bass({ around: 43, gate: 0.8, lines: ['R.R8R.R8R.R8R.R8', 'R.8.R.8.R.8.R.8.', 'R..R..R.5..5..a.', 'R.R.8.R.R.R.8.5.'] }),
    },
    drum('kick', {
      instruments: ['chipKick'],
      gainDb: -7,
      loose: 0,
      beats: ['x.......x.......', 'x.....x.x.......', 'x.x.....x.x.....'],
      ends: true,
    }),
    drum('snare', {
      instruments: ['chipSnare'],
      gainDb: -8,
      loose: 0,
      beats: ['....x.......x...', '....x.......x..o'],
      fills: ['....x...x.x.xxxx', 'x..x..x.x.x.xxxx'],
    }),
    drum('hat', {
      instruments: ['chipHat'],
      gainDb: -21,
      pan: 0.3,
      loose: 0,
      beats: ['x.o.x.o.x.o.x.o.', 'xooxxooxxooxxoox', '..x...x...x...x.'],
    }),
  ],
  space: { reverbSeconds: 0.4, damping: 0.4 },
};
