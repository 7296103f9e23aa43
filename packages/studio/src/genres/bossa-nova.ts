import { bass } from '../composer/bassist.ts';
import { comp, sustain } from '../composer/comping.ts';
import { drum } from '../composer/drummer.ts';
import type { Genre } from '../composer/genre.ts';
import { melody } from '../composer/melody.ts';

/** A nylon guitar between the beats, the rim on the clave, and a tune that is in no hurry to land. */
export const bossaNova: Genre = {
  name: 'bossa nova',
  tempo: [118, 140],
  energy: [0.28, 0.48],
  modes: ['major', 'minor'],
  metre: { beats: 4, division: 2, swing: 0 },
  harmony: {
    major: {
      scale: 'ionian',
      a: ['1:maj9 | 1:69 | 2:m9 | 5:13', '1:maj7 | 6:7b9 | 2:m9 | 5:9', '1:maj9 | b3:dim7 | 2:m7 | 5:7b9'],
      b: ['4:maj9 | 4:m6 | 3:m7 | 6:7b9 | 2:m9 | 5:13 | 1:maj9 | 1:69', '2:m9 | 5:13 | 1:maj9 | 6:m9', '6:m9 | 2:9 | 2:m9 | 5:13'],
    },
    minor: {
      scale: 'aeolian',
      a: ['1:m9 | 1:m6 | 2:m7b5 | 5:7b9', '1:m9 | 4:m9 | b7:13 | b3:maj9'],
      b: ['4:m9 | b7:13 | b3:maj9 | b6:maj7 | 2:m7b5 | 5:7b9 | 1:m9 | 1:m6', 'b6:maj9 | 5:7b9 | 1:m9 | 1:m6'],
    },
  },
  forms: [
    [
      { name: 'intro', weight: 1, harmony: 'a', intensity: 0.5, layers: 'guitar shaker' },
      { name: 'theme', weight: 3, harmony: 'a', intensity: 0.7, layers: 'guitar bass shaker rim kick tune' },
      { name: 'bridge', weight: 2, harmony: 'b', intensity: 0.8, layers: 'guitar bass shaker rim kick tune warm' },
      { name: 'theme', weight: 2, harmony: 'a', intensity: 0.7, layers: 'guitar bass shaker rim kick answer' },
      { name: 'bridge', weight: 2, harmony: 'b', intensity: 0.85, layers: 'guitar bass shaker rim kick tune warm' },
      { name: 'outro', weight: 1, harmony: 'a', intensity: 0.5, layers: 'guitar bass shaker tune' },
    ],
  ],
  parts: [
    {
      name: 'guitar',
      instruments: ['nylon'],
      gainDb: -5,
      pan: 0.2,
      send: 0.1,
      loose: 7,
      player: comp({
        low: 54,
        high: 72,
        voices: 4,
        gate: 0.7,
        strum: 0.03,
        lines: ['x..x..x...x..x..', 'x.x..x..x..x..x.', '_.x..x.x_.x..x..', 'x..x.x...x.x..x.'],
      }),
    },
    {
      name: 'bass',
      instruments: ['uprightBass', 'fingerBass'],
      gainDb: -3,
      send: 0.03,
      player: bass({ around: 40, lines: ['R..55..r', 'R..55..a', 'R..RR..5'] }),
    },
    {
      name: 'tune',
      instruments: ['flute', 'sax', 'clarinet', 'hum'],
      gainDb: -5,
      send: 0.2,
      loose: 14,
      late: 14,
      player: melody({
        low: 62,
        high: 81,
        rests: 0.12,
        grace: 0.04,
        rhythms: ['x..x..x.', '_x.x..x.', 'x...x..x', '_xx.x...', 'x.x..x..'],
        cadences: ['x.......', '_x......', 'x..x____'],
      }),
    },
    {
      name: 'answer',
      instruments: ['vibraphone', 'piano', 'nylon'],
      gainDb: -5,
      pan: -0.25,
      send: 0.18,
      loose: 10,
      player: melody({
        low: 62,
        high: 84,
        rests: 0.1,
        rhythms: ['x.xx.xx.', '_xx.x.x.', 'xx.x..x.', 'x..xx.x.'],
        cadences: ['x.......', 'x.x.____'],
      }),
    },
    { name: 'warm', instruments: ['warmStrings', 'choir'], gainDb: -15, send: 0.3, player: sustain({ low: 58, high: 76, voices: 3 }) },
    drum('shaker', { instruments: ['shaker', 'brush'], gainDb: -20, pan: 0.3, loose: 4, beats: ['xoxoxoxo', 'x-o-x-o-', 'xooxxoox'] }),
    drum('rim', { instruments: ['rim', 'clave'], gainDb: -16, pan: -0.2, send: 0.15, beats: ['x..x..x...x..x..', '..x.x...x..x..x.'] }),
    drum('kick', { instruments: ['softKick'], gainDb: -13, beats: ['x..ox..o', 'x..?x..o'], ends: true }),
  ],
  space: { reverbSeconds: 1, damping: 0.5 },
};
