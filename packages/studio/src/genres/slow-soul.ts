import { bass } from '../composer/bassist.ts';
import { arpeggio, comp, sustain } from '../composer/comping.ts';
import { drum } from '../composer/drummer.ts';
import type { Genre } from '../composer/genre.ts';
import { melody } from '../composer/melody.ts';

/** Triplets at a slow dance: electric piano, organ, a bass that slides into place, a voice that waits. */
export const slowSoul: Genre = {
  name: 'slow soul',
  tempo: [58, 72],
  energy: [0.26, 0.44],
  modes: ['major', 'major', 'minor'],
  metre: { beats: 4, division: 3, swing: 0 },
  harmony: {
    major: {
      scale: 'majorPentatonic',
      a: ['1:maj7 | 6:m7 | 2:m9 | 5:7sus', '1 | 3:7 | 6:m7 | 4:maj7', '1:maj9 | 4:maj9 | 3:m7 6:7 | 2:m7 5:9', '1 | 1:7/3 | 4:6 | 4:m6'],
      b: ['4:maj7 | 3:m7 | 2:m7 | 5:7sus', '6:m9 | 3:m7 | 4:maj7 | 5:9', '2:m9 | 3:m7 | 4:maj9 | 5:7sus'],
    },
    minor: {
      scale: 'blues',
      a: ['1:m9 | 4:m9 | 1:m9 | 5:7#5', '1:m7 | b6:maj7 | 2:m7b5 | 5:7'],
      b: ['4:m9 | b7:13 | b3:maj9 | b6:maj7', 'b6:maj9 | b7:9 | 1:m9 | 1:m9'],
    },
  },
  forms: [
    [
      { name: 'intro', weight: 1, harmony: 'a', intensity: 0.5, layers: 'keys bass organ? hat' },
      { name: 'verse', weight: 3, harmony: 'a', intensity: 0.6, layers: 'keys bass kick snare hat voice' },
      { name: 'chorus', weight: 2, harmony: 'b', intensity: 0.85, layers: 'keys bass kick snare hat voice organ backing guitar' },
      { name: 'verse', weight: 2, harmony: 'a', intensity: 0.65, layers: 'keys bass kick snare hat voice guitar' },
      { name: 'bridge', weight: 1, harmony: 'b', intensity: 0.5, layers: 'keys bass hat horn organ' },
      { name: 'chorus', weight: 2, harmony: 'b', intensity: 0.95, layers: 'keys bass kick snare hat voice organ backing guitar horn?' },
      { name: 'outro', weight: 1, harmony: 'a', intensity: 0.5, layers: 'keys bass kick snare hat' },
    ],
  ],
  parts: [
    {
      name: 'keys',
      instruments: ['rhodes', 'wurli', 'piano'],
      gainDb: -7,
      pan: 0.2,
      send: 0.14,
      loose: 10,
      player: comp({ low: 55, high: 74, voices: 4, gate: 0.9, strum: 0.04, lines: ['x..o..x..o..', 'xooxooxooxoo', 'x.....x..o.o'] }),
    },
    {
      name: 'bass',
      instruments: ['fingerBass'],
      gainDb: -2,
      send: 0.02,
      loose: 7,
      late: 6,
      player: bass({ around: 36, lines: ['R....rR..5.a', 'R.....5..r.a', 'R..8..5....a', 'R....5R.....'] }),
    },
    {
      name: 'organ',
      instruments: ['organ'],
      closes: true,
      gainDb: -18,
      pan: -0.3,
      send: 0.2,
      player: sustain({ low: 57, high: 76, voices: 3 }),
    },
    {
      name: 'guitar',
      instruments: ['cleanGuitar'],
      gainDb: -4,
      pan: 0.45,
      send: 0.18,
      loose: 10,
      player: arpeggio({ low: 60, high: 79, voices: 3, ring: 1.5, lines: ['0121.2A121.2', '..12..?.12..', '......2.1.0.'] }),
    },
    {
      name: 'voice',
      instruments: ['hum', 'sax', 'choir'],
      gainDb: -3,
      send: 0.22,
      loose: 18,
      late: 20,
      player: melody({
        low: 60,
        high: 79,
        rests: 0.1,
        grace: 0.15,
        rhythms: ['x.....x.x...', '...x.xx.....', 'x..x..x..x..', 'x.x...x.....'],
        cadences: ['x...........', 'x.....______', 'x..x..______'],
      }),
    },
    {
      name: 'backing',
      instruments: ['choir'],
      gainDb: -13,
      send: 0.32,
      loose: 12,
      player: comp({ low: 62, high: 79, voices: 3, lines: ['______x.....', 'x...........', '___x.....o..'] }),
    },
    {
      name: 'horn',
      instruments: ['sax', 'brass', 'mutedTrumpet'],
      gainDb: -9,
      pan: -0.15,
      send: 0.22,
      loose: 12,
      late: 12,
      player: melody({
        low: 62,
        high: 79,
        rests: 0.1,
        grace: 0.1,
        rhythms: ['___x.xx..x..', 'x.....x.xx..', '......x.x.x.'],
        cadences: ['x.....______', 'x...........'],
      }),
    },
    drum('kick', {
      instruments: ['kick', 'softKick'],
      gainDb: -6,
      loose: 5,
      beats: ['x.....x.....', 'x....xx.....', 'x.....x....-'],
      ends: true,
    }),
    drum('snare', {
      instruments: ['snare', 'rim'],
      gainDb: -6,
      send: 0.18,
      loose: 5,
      late: 8,
      beats: ['...x.....x..', '...x.....x.-'],
      fills: ['...x..xxxxxx', '...x.xx.xxxx'],
    }),
    drum('hat', { instruments: ['hat', 'ride'], gainDb: -19, pan: 0.25, loose: 5, beats: ['xooxooxooxoo', 'x-ox-ox-ox-o'] }),
  ],
  space: { reverbSeconds: 1.5, damping: 0.5 },
};
