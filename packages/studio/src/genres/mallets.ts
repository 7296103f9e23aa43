import { bass } from '../composer/bassist.ts';
import { arpeggio, sustain } from '../composer/comping.ts';
import { drum } from '../composer/drummer.ts';
import type { Genre } from '../composer/genre.ts';
import { melody } from '../composer/melody.ts';

/** Pulse music: wooden patterns of twelve laid over each other, one of them always turning a little. */
export const mallets: Genre = {
  name: 'pulse minimalism',
  tempo: [118, 140],
  energy: [0.26, 0.44],
  modes: ['major', 'minor'],
  metre: { beats: 4, division: 3, swing: 0 },
  harmony: {
    major: {
      scale: 'lydian',
      a: ['1:add9 | 1:add9 | 1:add9 | 1:add9 | 6:m7 | 6:m7 | 6:m7 | 6:m7', '1:maj7 | 1:maj7 | 3:m7 | 3:m7'],
      b: ['4:maj9 | 4:maj9 | 4:maj9 | 4:maj9 | 2:m9 | 2:m9 | 5:sus4 | 5:sus4', '6:m9 | 6:m9 | 4:maj7 | 4:maj7'],
    },
    minor: {
      scale: 'dorian',
      a: ['1:m9 | 1:m9 | 1:m9 | 1:m9 | b7:6 | b7:6 | b7:6 | b7:6', '1:m7 | 1:m7 | b3:maj7 | b3:maj7'],
      b: ['b6:maj9 | b6:maj9 | b6:maj9 | b6:maj9 | 4:m9 | 4:m9 | 4:m9 | 4:m9', '4:m9 | 4:m9 | b7:add9 | b7:add9'],
    },
  },
  forms: [
    [
      { name: 'one', weight: 2, harmony: 'a', intensity: 0.5, layers: 'wood' },
      { name: 'two', weight: 2, harmony: 'a', intensity: 0.6, layers: 'wood second' },
      { name: 'three', weight: 3, harmony: 'a', intensity: 0.75, layers: 'wood second low breath' },
      { name: 'shift', weight: 3, harmony: 'b', intensity: 0.9, layers: 'wood second low breath metal pulse' },
      { name: 'clear', weight: 2, harmony: 'b', intensity: 0.5, layers: 'metal breath low' },
      { name: 'three', weight: 3, harmony: 'a', intensity: 0.95, layers: 'wood second low breath metal pulse' },
      { name: 'one', weight: 1, harmony: 'a', intensity: 0.5, layers: 'wood low' },
    ],
  ],
  parts: [
    {
      name: 'wood',
      instruments: ['marimba'],
      gainDb: -6,
      pan: 0.4,
      send: 0.12,
      loose: 3,
      player: arpeggio({
        low: 55,
        high: 76,
        voices: 4,
        bassAround: 52,
        ring: 1.2,
        lines: ['0.12.30.21.3', '01.20.31.02.', '0.1.2.01.2.3', '012.301.230.'],
      }),
    },
    {
      name: 'second',
      instruments: ['marimba', 'kalimba'],
      gainDb: -6,
      pan: -0.4,
      send: 0.12,
      loose: 3,
      player: arpeggio({
        low: 62,
        high: 83,
        voices: 4,
        ring: 1.2,
        lines: ['.01.2.03.1.2', '2.0.13.2.01.', '..102..310.2', '.2.1.0.2.13.'],
      }),
    },
    {
      name: 'metal',
      instruments: ['vibraphone', 'glass', 'musicBox'],
      gainDb: -14,
      pan: 0.15,
      send: 0.3,
      loose: 6,
      player: melody({
        low: 67,
        high: 86,
        rests: 0.15,
        gate: 1.6,
        rhythms: ['x..x.....x..', 'x.....x.....', '..x..x..x...', 'x..x..x..x..'],
        cadences: ['x...........', 'x.....x.....'],
      }),
    },
    {
      name: 'low',
      instruments: ['cello', 'clarinet', 'roundBass'],
      gainDb: -15,
      send: 0.1,
      loose: 6,
      player: bass({ around: 40, gate: 0.9, lines: ['R.....R..5..', 'R..........R...........', 'R..R..R..R..'] }),
    },
    {
      name: 'breath',
      instruments: ['choir', 'clarinet', 'strings'],
      gainDb: -21,
      send: 0.3,
      loose: 20,
      player: sustain({ low: 57, high: 76, voices: 3 }),
    },
    drum('pulse', {
      instruments: ['clack', 'shaker'],
      gainDb: -23,
      pan: 0.25,
      send: 0.12,
      loose: 2,
      beats: ['x.ox.ox.ox.o', 'x..o..x..o..', 'xx.xx.xx.xx.'],
    }),
  ],
  space: { reverbSeconds: 1.6, damping: 0.35 },
};
