import { bass } from '../composer/bassist.ts';
import { arpeggio, comp } from '../composer/comping.ts';
import { drum } from '../composer/drummer.ts';
import type { Genre } from '../composer/genre.ts';
import { melody } from '../composer/melody.ts';

/** Twelve to the bar over a bell: guitars that interlock, congas that talk, horns that answer. */
export const highlife: Genre = {
  name: 'highlife',
  tempo: [104, 124],
  energy: [0.52, 0.7],
  modes: ['major', 'major', 'major', 'minor'],
  metre: { beats: 4, division: 3, swing: 0 },
  harmony: {
    major: {
      scale: 'ionian',
      a: ['1 | 4 | 1 | 5', '1 | 4 | 5 | 4', '1 | 1 | 4 | 5:7', '1 | 6:m | 4 | 5'],
      b: ['4 | 5 | 3:m | 6:m', '4 | 1 | 5 | 1', '2:m | 5 | 1 | 1'],
    },
    minor: { scale: 'dorian', a: ['1:m7 | 4 | 1:m7 | 4', '1:m | b7 | b6 | b7'], b: ['b3 | b7 | 1:m | 1:m', '4 | 4 | 1:m7 | 1:m7'] },
  },
  forms: [
    [
      { name: 'call', weight: 1, harmony: 'a', intensity: 0.6, layers: 'first bell' },
      { name: 'song', weight: 3, harmony: 'a', intensity: 0.75, layers: 'first second bass bell conga kick shaker tune' },
      { name: 'answer', weight: 2, harmony: 'b', intensity: 0.9, layers: 'first second bass bell conga kick shaker horns stabs' },
      { name: 'dance', weight: 2, harmony: 'a', intensity: 0.8, layers: 'first second bass bell conga kick shaker high stabs?' },
      { name: 'song', weight: 2, harmony: 'a', intensity: 0.85, layers: 'first second bass bell conga kick shaker tune' },
      { name: 'answer', weight: 2, harmony: 'b', intensity: 1, layers: 'first second bass bell conga high kick shaker horns tune?' },
      { name: 'call', weight: 1, harmony: 'a', intensity: 0.6, layers: 'first bass bell conga' },
    ],
  ],
  parts: [
    {
      name: 'first',
      instruments: ['cleanGuitar', 'steel'],
      gainDb: -4,
      pan: 0.4,
      send: 0.1,
      loose: 5,
      player: arpeggio({
        low: 62,
        high: 81,
        voices: 4,
        ring: 1.4,
        bassAround: 57,
        lines: ['0.12.13.21.3', '01.23.12.30.', '0.2.13.2.1.3'],
      }),
    },
    {
      name: 'second',
      instruments: ['cleanGuitar', 'mutedGuitar', 'marimba'],
      gainDb: -3,
      pan: -0.4,
      send: 0.1,
      loose: 5,
      player: arpeggio({ low: 57, high: 74, voices: 3, ring: 1.1, lines: ['.0.1.2.0.1.2', '0..1.20..1.2', '..01..21..01'] }),
    },
    {
      name: 'bass',
      instruments: ['fingerBass'],
      gainDb: -3,
      send: 0.02,
      player: bass({ around: 38, gate: 0.85, lines: ['R..5.R..8.5.', 'R..R.5..R.a.', '__R..5.R..5.', 'R.5..8..5.a.'] }),
    },
    {
      name: 'tune',
      instruments: ['hum', 'whistle', 'sax', 'mandolin'],
      gainDb: -3,
      pan: 0.05,
      send: 0.16,
      loose: 10,
      player: melody({
        low: 64,
        high: 81,
        rests: 0.16,
        grace: 0.06,
        rhythms: ['x..x.x..x...', 'x.x..x.x....', '__x.x.x..x..', 'x.x.x.x.x...'],
        cadences: ['x.....______', 'x..x........'],
      }),
    },
    {
      name: 'horns',
      instruments: ['brass', 'mutedTrumpet'],
      gainDb: -5,
      pan: -0.1,
      send: 0.16,
      loose: 7,
      player: melody({
        low: 62,
        high: 79,
        rests: 0.14,
        gate: 0.8,
        rhythms: ['x.x.x.x.____', '____x.x..x..', 'x..x.x.x____'],
        cadences: ['x.x...______', '____x.....__'],
      }),
    },
    {
      name: 'stabs',
      instruments: ['organ'],
      closes: true,
      gainDb: -9,
      pan: 0.2,
      send: 0.1,
      player: comp({ low: 60, high: 76, voices: 3, gate: 0.5, lines: ['..x..x..x..x'] }),
    },
    drum('bell', {
      instruments: ['cowbell', 'clave'],
      gainDb: -20,
      pan: 0.3,
      send: 0.08,
      loose: 3,
      beats: ['x.x.xx.x.x.x', 'x.x.xx.x.xx.'],
    }),
    drum('conga', { instruments: ['conga'], gainDb: -14, pan: -0.25, send: 0.08, beats: ['x..o.xx..o-x', 'o.-x..o.-x?x'] }),
    drum('high', { instruments: ['highConga'], gainDb: -16, pan: 0.2, send: 0.1, beats: ['..x?.o..x?ox', '.ox..?.ox.x.'] }),
    drum('kick', { instruments: ['softKick', 'kick'], gainDb: -9, beats: ['x.....x.....', 'x..x..x..x..', 'x.....x..o..'], ends: true }),
    drum('shaker', { instruments: ['shaker'], gainDb: -21, pan: 0.45, beats: ['x-ox-ox-ox-o', 'xooxooxooxoo'] }),
  ],
  space: { reverbSeconds: 0.9, damping: 0.45 },
};
