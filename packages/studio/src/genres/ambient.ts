import { bass } from '../composer/bassist.ts';
import { arpeggio, sustain } from '../composer/comping.ts';
import { drum } from '../composer/drummer.ts';
import type { Genre } from '../composer/genre.ts';
import { melody } from '../composer/melody.ts';

/** Slow chords that overlap, single bells with long echoes, a pulse so soft that it is nearly breath. */
export const ambient: Genre = {
  name: 'ambient',
  tempo: [60, 76],
  energy: [0.02, 0.14],
  modes: ['major', 'minor'],
  metre: { beats: 4, division: 2, swing: 0 },
  harmony: {
    major: {
      scale: 'lydian',
      a: ['1:maj9 | 1:maj9 | 2:7sus | 2:7sus', '1:add9 | 5:sus2 | 4:maj9 | 4:maj9', '4:maj9 | 1:maj7/3 | 6:m9 | 1:sus2'],
      b: ['6:m9 | 6:m9 | 4:maj9 | 5:sus4', '3:m7 | 6:m9 | 4:maj9 | 1:add9'],
    },
    minor: {
      scale: 'dorian',
      a: ['1:m9 | 1:m9 | b6:maj7 | b7:sus2', '1:m11 | 4:sus2 | b3:maj9 | b7:add9'],
      b: ['b3:maj9 | b7:6 | 4:m9 | 1:m9', 'b6:maj9 | b6:maj9 | 1:m9 | 5:m7'],
    },
  },
  forms: [
    [
      { name: 'dawn', weight: 2, harmony: 'a', intensity: 0.4, layers: 'pad pulse' },
      { name: 'drift', weight: 3, harmony: 'a', intensity: 0.6, layers: 'pad pulse bells low' },
      { name: 'opening', weight: 3, harmony: 'b', intensity: 0.8, layers: 'pad high pulse bells low voice' },
      { name: 'drift', weight: 2, harmony: 'a', intensity: 0.6, layers: 'pad high pulse voice? air heart+' },
      { name: 'dusk', weight: 2, harmony: 'a', intensity: 0.35, layers: 'pad pulse bells' },
    ],
  ],
  parts: [
    {
      name: 'pad',
      instruments: ['pad', 'warmStrings', 'glassPad'],
      gainDb: -10,
      send: 0.4,
      loose: 30,
      player: sustain({ low: 50, high: 72, voices: 4 }),
    },
    {
      name: 'high',
      instruments: ['glassPad', 'choir', 'strings'],
      gainDb: -16,
      send: 0.5,
      loose: 40,
      player: sustain({ low: 67, high: 84, voices: 2 }),
    },
    {
      name: 'low',
      instruments: ['subBass', 'cello', 'roundBass'],
      gainDb: -9,
      send: 0.1,
      loose: 15,
      player: bass({ around: 36, gate: 1, lines: ['R.......', 'R.....5.'] }),
    },
    {
      name: 'pulse',
      instruments: ['kalimba', 'musicBox', 'harp', 'vibraphone'],
      gainDb: -7,
      pan: 0.3,
      send: 0.35,
      loose: 8,
      echo: { steps: 3, times: 2, keep: 0.5 },
      player: arpeggio({
        low: 62,
        high: 81,
        voices: 4,
        bassAround: 50,
        ring: 2,
        velocity: 0.6,
        lines: ['0.1.2.1.', '0.2.1.3.', '02.1.3.1', '0.2.3.2.'],
      }),
    },
    {
      name: 'bells',
      instruments: ['bell', 'glass', 'vibraphone'],
      gainDb: -7,
      pan: 0.25,
      send: 0.5,
      loose: 25,
      echo: { steps: 3, times: 3, keep: 0.6 },
      player: melody({
        low: 69,
        high: 88,
        rests: 0.3,
        gate: 2,
        velocity: 0.55,
        rhythms: ['x.....x.', '__x.....', 'x...x...', 'x.......'],
        cadences: ['x.......', '________'],
      }),
    },
    {
      name: 'voice',
      instruments: ['choir', 'flute', 'hum', 'cello'],
      gainDb: -10,
      send: 0.5,
      loose: 25,
      player: melody({
        low: 60,
        high: 76,
        rests: 0.25,
        velocity: 0.6,
        rhythms: ['x.......', 'x...x...', 'x.....x.'],
        cadences: ['x.......', 'x...____'],
      }),
    },
    { name: 'air', instruments: ['air'], gainDb: -21, send: 0.1, player: sustain({ low: 60, high: 66, voices: 1 }) },
    drum('heart', { instruments: ['heartbeat'], gainDb: -12, send: 0.2, beats: ['x...o...', 'x.......'] }),
  ],
  space: { reverbSeconds: 3.6, damping: 0.45 },
};
