import { bass } from '../composer/bassist.ts';
import { comp, sustain } from '../composer/comping.ts';
import { drum } from '../composer/drummer.ts';
import type { Genre } from '../composer/genre.ts';
import { melody } from '../composer/melody.ts';

/** Late drums from an old record, sevenths and ninths on a tired keyboard, needle noise, no hurry at all. */
export const loFi: Genre = {
  name: 'lo-fi',
  tempo: [72, 86],
  energy: [0.2, 0.38],
  modes: ['major', 'minor'],
  metre: { beats: 4, division: 4, swing: 0.3 },
  harmony: {
    major: {
      scale: 'majorPentatonic',
      a: ['2:m9 | 5:13 | 1:maj9 | 6:m9', '4:maj9 | 3:m7 | 2:m9 | 1:maj9', '1:maj9 | 6:7b9 | 2:m9 | 5:7sus'],
      b: ['4:maj9 | 4:m6 | 3:m7 | 6:7b9', '6:m9 | 2:9 | 4:maj9 | 5:7sus'],
    },
    minor: {
      scale: 'minorPentatonic',
      a: ['1:m9 | 4:m9 | b6:maj7 | 5:7#5', '1:m9 | b6:maj9 | 4:m9 | b7:13', '4:m9 | b7:13 | b3:maj9 | 1:m9'],
      b: ['b6:maj9 | 5:m7 | 4:m9 | 1:m9', 'b3:maj9 | b6:maj9 | 2:m7b5 | 5:7b9'],
    },
  },
  forms: [
    [
      { name: 'needle', weight: 1, harmony: 'a', intensity: 0.45, layers: 'keys crackle' },
      { name: 'loop', weight: 3, harmony: 'a', intensity: 0.65, layers: 'keys crackle bass kick snare hat' },
      { name: 'tune', weight: 3, harmony: 'a', intensity: 0.75, layers: 'keys crackle bass kick snare hat lead' },
      { name: 'turn', weight: 2, harmony: 'b', intensity: 0.6, layers: 'keys crackle bass kick hat pad lead' },
      { name: 'tune', weight: 3, harmony: 'a', intensity: 0.8, layers: 'keys crackle bass kick snare hat lead pad?' },
      { name: 'needle', weight: 1, harmony: 'a', intensity: 0.4, layers: 'keys crackle bass' },
    ],
  ],
  parts: [
    {
      name: 'keys',
      instruments: ['rhodes', 'wurli', 'feltPiano'],
      gainDb: -3,
      pan: 0.1,
      send: 0.14,
      loose: 14,
      late: 8,
      player: comp({
        low: 53,
        high: 73,
        voices: 4,
        strum: 0.1,
        lines: ['x.......o.......', 'x.....o.........', 'x..o......x.....', 'x.........o..o..'],
      }),
    },
    {
      name: 'bass',
      instruments: ['roundBass', 'uprightBass', 'fingerBass'],
      gainDb: -3,
      send: 0.02,
      loose: 8,
      late: 10,
      player: bass({ around: 38, gate: 0.85, lines: ['R.......5.....r.', 'R..r......5...a.', 'R.....8.R..5....', 'R...____R....ra.'] }),
    },
    {
      name: 'lead',
      instruments: ['vibraphone', 'nylon', 'mutedTrumpet', 'flute', 'kalimba'],
      gainDb: -4,
      pan: -0.15,
      send: 0.25,
      loose: 16,
      late: 18,
      player: melody({
        low: 64,
        high: 82,
        rests: 0.25,
        velocity: 0.65,
        grace: 0.08,
        rhythms: ['x...x..x..x.....', '__x..x..x...x...', 'x.....x.x.......', '____x.x...x.x...'],
        cadences: ['x.......________', 'x...x...________'],
      }),
    },
    {
      name: 'pad',
      instruments: ['warmStrings', 'choir', 'glassPad'],
      closes: true,
      gainDb: -12,
      send: 0.3,
      player: sustain({ low: 57, high: 74, voices: 3 }),
    },
    drum('kick', {
      instruments: ['softKick', 'kick'],
      gainDb: -5,
      loose: 6,
      beats: ['x......x..x.....', 'x.........x..-..', 'x..x......x.....'],
    }),
    drum('snare', {
      instruments: ['dustySnare', 'rim'],
      gainDb: -6,
      send: 0.1,
      loose: 6,
      late: 12,
      beats: ['....x.......x...', '....x.......x..-', '....x..-....x...'],
    }),
    drum('hat', {
      instruments: ['hat', 'shaker'],
      gainDb: -10,
      pan: 0.2,
      loose: 7,
      beats: ['x.o.x.o.x.o.x.o.', 'x.ooo.o.x.o.xooo', 'x-o.x.o-x.o.x-o.'],
    }),
    drum('crackle', { instruments: ['crackle'], gainDb: -23, loose: 60, beats: ['x.......o.......'] }),
  ],
  space: { reverbSeconds: 0.9, damping: 0.6, lowpassHz: 5200 },
};
