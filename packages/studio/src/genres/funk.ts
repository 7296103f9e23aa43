import { bass } from '../composer/bassist.ts';
import { comp } from '../composer/comping.ts';
import { drum } from '../composer/drummer.ts';
import type { Genre } from '../composer/genre.ts';
import { melody } from '../composer/melody.ts';

/** All on the one: sixteenths shared out among a slapped bass, scratched guitar, clavinet and horns. */
export const funk: Genre = {
  name: 'funk',
  tempo: [98, 114],
  energy: [0.62, 0.8],
  modes: ['minor', 'minor', 'major'],
  metre: { beats: 4, division: 4, swing: 0.12 },
  harmony: {
    major: {
      scale: 'mixolydian',
      a: ['1:9 | 1:9 | 1:9 | 4:9', '1:7 | 1:7 | b7:9 | 4:9', '1:13 | 1:13 | 1:13 | 1:13'],
      b: ['4:9 | 4:9 | 1:9 | 5:9', 'b6:9 | 5:9 | 1:9 | 1:9'],
    },
    minor: {
      scale: 'dorian',
      a: ['1:m9 | 1:m9 | 1:m9 | 4:9', '1:m7 | 4:9 | 1:m7 | 4:9', '1:m7 | 1:m7 | b7:9 | 4:9'],
      b: ['4:9 | 4:9 | 1:m9 | 1:m9', 'b6:9 | 5:9 | 1:m9 | 1:m9', 'b3:maj7 | 4:9 | b6:maj7 | 5:7'],
    },
  },
  forms: [
    [
      { name: 'intro', weight: 1, harmony: 'a', intensity: 0.6, layers: 'kick snare hat scratch bass' },
      { name: 'groove', weight: 3, harmony: 'a', intensity: 0.75, layers: 'kick snare hat scratch bass clav' },
      { name: 'horns', weight: 2, harmony: 'b', intensity: 0.95, layers: 'kick snare hat scratch bass clav horns hits tambourine+' },
      { name: 'groove', weight: 2, harmony: 'a', intensity: 0.8, layers: 'kick snare hat scratch bass clav solo' },
      { name: 'break', weight: 1, harmony: 'a', intensity: 0.6, layers: 'kick snare hat bass conga' },
      { name: 'horns', weight: 3, harmony: 'b', intensity: 1, layers: 'kick snare hat scratch bass clav horns hits conga tambourine' },
    ],
  ],
  parts: [
    drum('kick', {
      instruments: ['kick'],
      gainDb: -2,
      loose: 3,
      beats: ['x.....x...x..o..', 'x..x......x..-..', 'x.x....o..x.....'],
      ends: true,
    }),
    drum('snare', {
      instruments: ['snare'],
      gainDb: -5,
      send: 0.1,
      loose: 3,
      beats: ['....x..-.-..x..-', '....x-.-.-..x...', '....x..-....x.-.'],
      fills: ['....x..xx.x.x.xx', '....x.xx.xx.xxxx'],
    }),
    drum('hat', { instruments: ['hat'], gainDb: -18, pan: 0.25, beats: ['x.o.x.o.x.o.x.o-', 'xoxoxoxoxoxoxoxo', 'x-o-x-oox-o-x-o-'] }),
    drum('tambourine', { instruments: ['tambourine'], gainDb: -14, pan: -0.4, beats: ['....x.......x...', '..o.x.o...o.x.o.'] }),
    drum('conga', {
      instruments: ['conga', 'highConga'],
      gainDb: -15,
      pan: -0.35,
      send: 0.1,
      beats: ['o.?-..xo.?-.o.xx', '-.o.x.?.-.o.x.xo'],
    }),
    {
      name: 'bass',
      instruments: ['slapBass', 'pickBass'],
      gainDb: 0,
      send: 0.02,
      loose: 4,
      player: bass({ around: 36, gate: 0.7, lines: ['R..R__8.__R.7.8.', 'R.__R.8__5.7__a.', 'R.R__.7.8__R..5.', 'R...__8R__7.5.a.'] }),
    },
    {
      name: 'scratch',
      instruments: ['mutedGuitar'],
      gainDb: -7,
      pan: 0.45,
      send: 0.06,
      loose: 4,
      player: comp({
        low: 60,
        high: 77,
        voices: 3,
        gate: 0.6,
        strum: 0.04,
        lines: ['-_x-_-x_-_x-_-o_', '__xo__x___xo__x_', 'x_-o_-x_--x_-ox_'],
      }),
    },
    {
      name: 'clav',
      instruments: ['clavinet', 'wurli'],
      gainDb: -8,
      pan: -0.35,
      send: 0.07,
      loose: 4,
      player: comp({ low: 55, high: 72, voices: 3, gate: 0.7, lines: ['x__o__x___o_x___', '__x__ox__x__o_x_', 'x___x__o__x__x__'] }),
    },
    {
      name: 'horns',
      instruments: ['brass'],
      gainDb: -4,
      pan: 0.1,
      send: 0.15,
      loose: 6,
      player: melody({
        low: 62,
        high: 79,
        rests: 0.2,
        gate: 0.8,
        rhythms: ['x.x...x.____x.x.', '____x.xx..x.____', 'x...x.x.x.______'],
        cadences: ['x.x.x...________', '____x.......____'],
      }),
    },
    {
      name: 'hits',
      instruments: ['brass'],
      closes: true,
      gainDb: -7,
      pan: 0.15,
      send: 0.18,
      loose: 5,
      player: comp({ low: 60, high: 77, voices: 3, gate: 0.7, lines: ['X__x____________', '____________X_x_', '______x_________'] }),
    },
    {
      name: 'solo',
      instruments: ['sax', 'wurli', 'organ'],
      gainDb: -6,
      pan: -0.1,
      send: 0.15,
      loose: 10,
      player: melody({
        low: 62,
        high: 84,
        rests: 0.15,
        grace: 0.1,
        stepwise: 0.68,
        rhythms: ['x.xx.xx.x...x.x.', '__x.xxx.x.x.____', 'x..xx.x.__xxx.x.'],
        cadences: ['x.x.....________', 'x..x........____'],
      }),
    },
  ],
  space: { reverbSeconds: 0.8, damping: 0.5 },
};
