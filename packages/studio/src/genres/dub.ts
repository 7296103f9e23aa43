import { bass } from '../composer/bassist.ts';
import { comp, sustain } from '../composer/comping.ts';
import { drum } from '../composer/drummer.ts';
import type { Genre } from '../composer/genre.ts';
import { melody } from '../composer/melody.ts';

/** One drop: nothing on one, everything on three, chords off the beat, and echoes that are half the band. */
export const dub: Genre = {
  name: 'dub',
  tempo: [68, 80],
  energy: [0.34, 0.52],
  modes: ['minor', 'minor', 'major'],
  metre: { beats: 4, division: 4, swing: 0.14 },
  harmony: {
    major: {
      scale: 'majorPentatonic',
      a: ['1 | 4 | 1 | 4', '1 | 1 | 2:m | 5', '1 | 6:m | 4 | 5'],
      b: ['4 | 4 | 1 | 5', '6:m | 5 | 6:m | 5'],
    },
    minor: {
      scale: 'minorPentatonic',
      a: ['1:m7 | 1:m7 | 4:m7 | 4:m7', '1:m | b7 | 1:m | b7', '1:m7 | 1:m7 | b6:maj7 | 5:m7'],
      b: ['b6 | b7 | 1:m | 1:m', '4:m | 4:m | 1:m | 5:m'],
    },
  },
  forms: [
    [
      { name: 'intro', weight: 1, harmony: 'a', intensity: 0.6, layers: 'skank kick rim hat' },
      { name: 'riddim', weight: 3, harmony: 'a', intensity: 0.8, layers: 'skank bubble bass kick rim hat' },
      { name: 'tune', weight: 2, harmony: 'b', intensity: 0.85, layers: 'skank bubble bass kick rim hat melodica' },
      { name: 'version', weight: 2, harmony: 'a', intensity: 0.6, layers: 'bass kick rim hat melodica? conga splash' },
      { name: 'tune', weight: 2, harmony: 'b', intensity: 0.9, layers: 'skank bubble bass kick rim hat melodica conga pad?' },
      { name: 'riddim', weight: 2, harmony: 'a', intensity: 0.85, layers: 'skank bubble bass kick rim hat conga splash' },
      { name: 'outro', weight: 1, harmony: 'a', intensity: 0.6, layers: 'skank bass kick rim hat' },
    ],
  ],
  parts: [
    {
      name: 'bass',
      instruments: ['subBass', 'roundBass'],
      gainDb: -3,
      send: 0.01,
      loose: 6,
      late: 6,
      player: bass({ around: 36, gate: 0.85, lines: ['R..R5...8...5.R.', '__R.5...R..5R...', 'R...R.5.__5.8.5.', 'R..5..8.....5.R.'] }),
    },
    {
      name: 'skank',
      instruments: ['organ', 'mutedGuitar', 'piano'],
      gainDb: -6,
      pan: 0.25,
      send: 0.16,
      loose: 5,
      echo: { steps: 6, times: 3, keep: 0.42 },
      player: comp({ low: 60, high: 77, voices: 3, gate: 0.35, lines: ['____x_______x___', '____x_______x_o_'] }),
    },
    {
      name: 'bubble',
      instruments: ['bubbleOrgan'],
      gainDb: -11,
      pan: -0.35,
      send: 0.08,
      player: comp({ low: 55, high: 70, voices: 3, gate: 0.5, lines: ['__x_o_x___x_o_x_', '__x___x___x___x_'] }),
    },
    {
      name: 'melodica',
      instruments: ['accordion', 'clarinet', 'mutedTrumpet'],
      gainDb: -9,
      pan: -0.1,
      send: 0.25,
      loose: 14,
      late: 16,
      echo: { steps: 6, times: 3, keep: 0.45 },
      player: melody({
        low: 64,
        high: 81,
        rests: 0.22,
        rhythms: ['x...x.x.....x...', '__x.x...x.......', 'x.....x.x...x.x.'],
        cadences: ['x.......________', 'x.x.....________'],
      }),
    },
    {
      name: 'pad',
      instruments: ['organ', 'warmStrings'],
      closes: true,
      gainDb: -17,
      send: 0.3,
      player: sustain({ low: 57, high: 74, voices: 3 }),
    },
    drum('kick', {
      instruments: ['kick'],
      gainDb: -2,
      send: 0.08,
      beats: ['........x.......', '........x.....-.', 'x.......x.......'],
      ends: true,
    }),
    drum('rim', {
      instruments: ['rim', 'snare'],
      gainDb: -7,
      send: 0.3,
      beats: ['........x.......', '........x..-..-.', '....-...x.....-.'],
      fills: ['....x..x..x.x.xx', '..x.x...x..x..x.'],
    }),
    drum('hat', { instruments: ['hat'], gainDb: -19, pan: 0.2, beats: ['x.o-x.o.x.o-x.o.', 'x.o.x.o-x.o.x-o.'] }),
    drum('conga', {
      instruments: ['conga', 'highConga'],
      gainDb: -16,
      pan: -0.4,
      send: 0.2,
      beats: ['..?.x...?.x.o...', 'o..?..x...o...x.'],
    }),
    drum('splash', { instruments: ['crash', 'clap'], gainDb: -17, pan: 0.3, send: 0.5, marks: true, beats: ['........x.......'] }),
  ],
  space: { reverbSeconds: 2.2, damping: 0.6 },
};
