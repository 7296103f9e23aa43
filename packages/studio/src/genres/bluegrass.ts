import { bass } from '../composer/bassist.ts';
import { arpeggio, comp } from '../composer/comping.ts';
import type { Genre } from '../composer/genre.ts';
import { melody } from '../composer/melody.ts';

/** Banjo rolls, a mandolin that chops off the beat, bass on one and three, and a fiddle in a hurry. */
export const bluegrass: Genre = {
  name: 'bluegrass',
  tempo: [104, 132],
  energy: [0.48, 0.68],
  modes: ['major', 'major', 'major', 'minor'],
  metre: { beats: 4, division: 4, swing: 0.1 },
  harmony: {
    major: {
      scale: 'majorPentatonic',
      a: ['1 | 1 | 4 | 1 | 1 | 1 | 5 | 5', '1 | 4 | 1 | 5', '1 | 1 | b7 | 1', '1 | 4 | 5 | 1'],
      b: ['4 | 4 | 1 | 1 | 4 | 1 | 5 | 1', '6:m | 4 | 1 | 5', '5 | 4 | 1 | 1'],
    },
    minor: { scale: 'minorPentatonic', a: ['1:m | 1:m | b7 | 1:m', '1:m | b7 | 4:m | 5'], b: ['b3 | b7 | 1:m | 5', 'b6 | b7 | 1:m | 1:m'] },
  },
  forms: [
    [
      { name: 'intro', weight: 1, harmony: 'a', intensity: 0.7, layers: 'roll bass?' },
      { name: 'head', weight: 2, harmony: 'a', intensity: 0.8, layers: 'roll bass chop fiddle strum' },
      { name: 'turn', weight: 2, harmony: 'b', intensity: 0.9, layers: 'roll bass chop fiddle strum' },
      { name: 'picker', weight: 2, harmony: 'a', intensity: 0.7, layers: 'bass chop mandolin strum' },
      { name: 'turn', weight: 2, harmony: 'b', intensity: 0.9, layers: 'roll bass chop fiddle strum' },
      { name: 'break', weight: 1, harmony: 'a', intensity: 0.6, layers: 'roll chop' },
      { name: 'head', weight: 2, harmony: 'a', intensity: 1, layers: 'roll bass chop fiddle strum' },
    ],
  ],
  parts: [
    {
      name: 'roll',
      instruments: ['banjo'],
      gainDb: -9,
      pan: 0.3,
      send: 0.07,
      loose: 5,
      player: arpeggio({
        low: 57,
        high: 76,
        voices: 4,
        bassAround: 55,
        ring: 2.5,
        lines: ['0213021302130213', '01230132b1230132', '0.12301230123013', 'b132b132b1320132'],
      }),
    },
    {
      name: 'bass',
      instruments: ['uprightBass'],
      gainDb: -4,
      send: 0.03,
      player: bass({ around: 40, gate: 0.7, lines: ['R.......5.......', 'R.......5.....s.', 'R.......5...s.a.'] }),
    },
    {
      name: 'chop',
      instruments: ['mutedGuitar', 'mandolin'],
      gainDb: -10,
      pan: -0.35,
      send: 0.06,
      player: comp({ low: 60, high: 79, voices: 4, strum: 0.05, gate: 0.25, lines: ['____x_______x___', '____x_______x_o_'] }),
    },
    {
      name: 'strum',
      instruments: ['steel'],
      gainDb: -15,
      pan: -0.15,
      send: 0.08,
      player: comp({ low: 50, high: 70, voices: 4, strum: 0.07, lines: ['o...x.o.o...x.o.', 'o...x...o...x.o?'] }),
    },
    {
      name: 'fiddle',
      instruments: ['fiddle', 'whistle'],
      gainDb: -6,
      pan: 0.1,
      send: 0.16,
      loose: 8,
      player: melody({
        low: 64,
        high: 86,
        rests: 0.08,
        grace: 0.12,
        rhythms: ['x.xxx.x.x.x.x.x.', 'x...x.x.x.xxx.x.', 'x.x.x...x.x.x...', 'xxx.x.x.xxx.x.x.'],
        cadences: ['x.x.x.......____', 'x...x.x.x.......', 'x.......________'],
      }),
    },
    {
      name: 'mandolin',
      instruments: ['mandolin', 'banjo'],
      gainDb: -5,
      pan: -0.2,
      send: 0.12,
      loose: 6,
      player: melody({
        low: 62,
        high: 84,
        rests: 0.06,
        rhythms: ['x.xxx.xxx.x.x.x.', 'xxx.xxx.x.x.x.x.', 'x.x.xxx.x.x.xxx.'],
        cadences: ['x.x.x.......____', 'xxx.x...........'],
      }),
    },
  ],
  space: { reverbSeconds: 0.8, damping: 0.5 },
};
