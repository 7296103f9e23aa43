import { bass } from '../composer/bassist.ts';
import { arpeggio, comp, sustain } from '../composer/comping.ts';
import { drum } from '../composer/drummer.ts';
import type { Genre } from '../composer/genre.ts';
import { melody } from '../composer/melody.ts';

/** Fingerpicked guitar at a walking pace, a second one strumming when it opens up, a tune on top. */
export const acousticFolk: Genre = {
  name: 'acoustic',
  tempo: [84, 108],
  energy: [0.2, 0.42],
  modes: ['major', 'major', 'minor'],
  metre: { beats: 4, division: 4, swing: 0.08 },
  harmony: {
    major: {
      scale: 'majorPentatonic',
      a: ['1 | 5/7 | 6:m | 4', '1 | 1:sus2 | 4:add9 | 1', '1 | 3:m | 4 | 5:sus4', '1 | 4:add9/1 | 1 | 5'],
      b: ['4 | 1/3 | 2:m7 | 5', '6:m | 4 | 1 | 5', '6:m | 5 | 4 | 4'],
    },
    minor: {
      scale: 'dorian',
      a: ['1:m | b7 | 4 | 1:m', '1:m | b3 | b7 | 4', '1:m | 5:m | b6 | b7'],
      b: ['b3 | b7 | 1:m | 1:m', 'b6 | b7 | 1:m | 5:m', '4:m | 1:m | b7 | b3'],
    },
  },
  forms: [
    [
      { name: 'intro', weight: 1, harmony: 'a', intensity: 0.4, layers: 'picking' },
      { name: 'verse', weight: 3, harmony: 'a', intensity: 0.55, layers: 'picking bass tune' },
      { name: 'chorus', weight: 2, harmony: 'b', intensity: 0.8, layers: 'picking bass strum tune shaker harmony?' },
      { name: 'verse', weight: 2, harmony: 'a', intensity: 0.6, layers: 'picking bass tune shaker+' },
      { name: 'chorus', weight: 2, harmony: 'b', intensity: 0.9, layers: 'picking bass strum tune shaker stomp+ harmony' },
      { name: 'outro', weight: 1, harmony: 'a', intensity: 0.4, layers: 'picking tune' },
    ],
    [
      { name: 'verse', weight: 3, harmony: 'a', intensity: 0.45, layers: 'picking tune' },
      { name: 'chorus', weight: 2, harmony: 'b', intensity: 0.7, layers: 'picking bass tune harmony' },
      { name: 'bridge', weight: 1, harmony: 'a', intensity: 0.5, layers: 'picking strum bass' },
      { name: 'chorus', weight: 3, harmony: 'b', intensity: 0.9, layers: 'picking bass strum tune shaker harmony stomp?' },
      { name: 'outro', weight: 1, harmony: 'a', intensity: 0.35, layers: 'picking' },
    ],
  ],
  parts: [
    {
      name: 'picking',
      instruments: ['steel', 'nylon'],
      gainDb: -5,
      pan: 0.18,
      send: 0.1,
      loose: 9,
      player: arpeggio({
        low: 52,
        high: 72,
        voices: 4,
        bassAround: 45,
        ring: 3,
        lines: ['b.2.1.3.b.2.1.2.', 'b.13b.2.b.13b.2.', 'b.2.b.3.b.2.1.3.', 'b.1.2.1.b.1.3.1.'],
      }),
    },
    {
      name: 'strum',
      instruments: ['steel'],
      gainDb: -16,
      pan: 0.5,
      send: 0.1,
      loose: 8,
      player: comp({ low: 50, high: 74, voices: 5, strum: 0.09, lines: ['x...x.o.?.o.x.o.', 'x...o.x...o.x.o?'] }),
    },
    {
      name: 'bass',
      instruments: ['uprightBass', 'fingerBass'],
      gainDb: -5,
      send: 0.03,
      player: bass({ lines: ['R.......5.......', 'R.......5.....a.', 'R.....R.5.......'] }),
    },
    {
      name: 'tune',
      instruments: ['fiddle', 'whistle', 'flute', 'mandolin', 'hum'],
      gainDb: -5,
      pan: 0.12,
      send: 0.22,
      loose: 12,
      late: 8,
      player: melody({
        low: 62,
        high: 83,
        rests: 0.18,
        grace: 0.07,
        rhythms: ['x...x...x.....x.', 'x.....x.x...x...', 'x...x.x.....x...', '__x.x.x.x.......'],
        cadences: ['x.......x.....__', 'x.....x.______', 'x...............'],
      }),
    },
    {
      name: 'harmony',
      instruments: ['warmStrings', 'hum', 'accordion'],
      closes: true,
      gainDb: -13,
      send: 0.3,
      player: sustain({ low: 57, high: 74, voices: 3 }),
    },
    drum('shaker', { instruments: ['shaker', 'tambourine'], gainDb: -16, pan: 0.35, beats: ['o.-.x.-.o.-.x.-.', '-.-.x.-.-.-.x.--'] }),
    drum('stomp', { instruments: ['softKick'], gainDb: -9, beats: ['x.......x.......', 'x.......x.....o.'] }),
  ],
  space: { reverbSeconds: 1.1, damping: 0.45 },
};
