import { walkingBass } from '../composer/bassist.ts';
import { comp } from '../composer/comping.ts';
import { drum } from '../composer/drummer.ts';
import type { Genre } from '../composer/genre.ts';
import { melody } from '../composer/melody.ts';

/** A trio or quartet: walking bass, ride cymbal, a piano that answers, a horn that takes the tune and then its own way. */
export const swing: Genre = {
  name: 'swing',
  tempo: [126, 176],
  energy: [0.38, 0.6],
  modes: ['major', 'major', 'minor'],
  metre: { beats: 4, division: 2, swing: 0.3 },
  harmony: {
    major: {
      scale: 'ionian',
      a: [
        '1:6 6:m7 | 2:m7 5:7 | 3:m7 6:7 | 2:m7 5:7 | 1:6 1:7 | 4:6 4:m6 | 1:6 6:7 | 2:m7 5:7',
        '1:maj7 | 6:7 | 2:m7 | 5:7',
        '1:7 | 4:7 | 1:7 | 1:7 | 4:7 | 4:7 | 1:7 | 6:7 | 2:m7 | 5:7 | 1:7 6:7 | 2:m7 5:7',
      ],
      b: ['3:7 | 3:7 | 6:7 | 6:7 | 2:7 | 2:7 | 5:7 | 5:7', '4:maj7 | 4:m6 | 3:m7 | 6:7 | 2:m7 | 5:7 | 1:6 | 5:7'],
    },
    minor: {
      scale: 'dorian',
      a: ['1:m6 | 1:m6 | 2:m7b5 | 5:7b9', '1:m7 | 4:7 | 1:m7 | 5:7b9', '1:m6 | b6:7 | 2:m7b5 5:7 | 1:m6'],
      b: ['4:m7 | b7:7 | b3:maj7 | b6:maj7 | 2:m7b5 | 5:7b9 | 1:m6 | 5:7'],
    },
  },
  forms: [
    [
      { name: 'intro', weight: 1, harmony: 'a', intensity: 0.5, layers: 'bass ride piano' },
      { name: 'head', weight: 3, harmony: 'a', intensity: 0.7, layers: 'bass ride hat piano horn brush' },
      { name: 'bridge', weight: 1.5, harmony: 'b', intensity: 0.75, layers: 'bass ride hat piano horn brush' },
      { name: 'solo', weight: 3, harmony: 'a', intensity: 0.85, layers: 'bass ride hat piano solo snare kick' },
      { name: 'trade', weight: 1.5, harmony: 'b', intensity: 0.6, layers: 'bass hat piano keys brush' },
      { name: 'head', weight: 3, harmony: 'a', intensity: 0.8, layers: 'bass ride hat piano horn snare kick' },
    ],
  ],
  parts: [
    { name: 'bass', instruments: ['uprightBass'], gainDb: -5, send: 0.05, loose: 5, player: walkingBass() },
    {
      name: 'piano',
      instruments: ['piano'],
      gainDb: -9,
      pan: 0.25,
      send: 0.12,
      loose: 7,
      player: comp({
        low: 54,
        high: 72,
        voices: 4,
        gate: 0.6,
        lines: ['x__o____', '_x____x_', '___x__x_', 'x____o__', '_x__x___', '____x__x'],
      }),
    },
    {
      name: 'horn',
      instruments: ['sax', 'mutedTrumpet', 'clarinet', 'vibraphone'],
      gainDb: -5,
      pan: -0.1,
      send: 0.16,
      loose: 10,
      late: 12,
      player: melody({
        low: 60,
        high: 80,
        rests: 0.12,
        grace: 0.1,
        rhythms: ['x..xx.x.', '_xx.x.xx', 'x.xx..x.', '_x.x..x.', 'xxx.x...'],
        cadences: ['x.......', '_x.x____', 'x.x_____'],
      }),
    },
    {
      name: 'solo',
      instruments: ['sax', 'vibraphone', 'mutedTrumpet', 'piano'],
      gainDb: -3,
      pan: 0.1,
      send: 0.14,
      loose: 10,
      late: 10,
      player: melody({
        low: 60,
        high: 84,
        rests: 0.1,
        grace: 0.08,
        stepwise: 0.7,
        rhythms: ['xxxxx.xx', '_xxxxxxx', 'x.xxxxx.', '_xx.xxx.', 'xx.xxxx.'],
        cadences: ['x.x_____', '_xx.x___', 'xxx.x...'],
      }),
    },
    {
      name: 'keys',
      instruments: ['piano', 'vibraphone'],
      gainDb: -4,
      pan: -0.2,
      send: 0.14,
      loose: 9,
      player: melody({ low: 64, high: 86, rests: 0.12, rhythms: ['x.xx.xx.', '_xxx__x.', 'xx.xx.x.'], cadences: ['x.x_____', 'x.......'] }),
    },
    drum('ride', {
      instruments: ['ride'],
      gainDb: -13,
      pan: 0.3,
      send: 0.06,
      loose: 4,
      beats: ['x.xox.xo', 'x.xox.x.', 'x.x.x.xo'],
      ends: true,
    }),
    drum('hat', { instruments: ['hat'], gainDb: -18, pan: -0.15, loose: 3, beats: ['..x...x.'] }),
    drum('brush', { instruments: ['brush'], gainDb: -17, pan: 0.1, beats: ['o-x-o-x-', 'o.xoo.xo'] }),
    drum('snare', { instruments: ['rim', 'dustySnare', 'snare'], gainDb: -11, send: 0.1, beats: ['...?..?-', '.-..?..?', '..?.-..?'] }),
    drum('kick', { instruments: ['softKick'], gainDb: -16, beats: ['o.o.o.o.', 'o...?...'], ends: true }),
  ],
  space: { reverbSeconds: 1.1, damping: 0.5 },
};
