import { bass } from '../composer/bassist.ts';
import { comp, sustain } from '../composer/comping.ts';
import { drum } from '../composer/drummer.ts';
import type { Genre } from '../composer/genre.ts';
import { melody } from '../composer/melody.ts';

/** Four on the floor and warm: minor ninths in stabs, a round bass between the kicks, claps in a big room. */
export const deepHouse: Genre = {
  name: 'deep house',
  tempo: [118, 124],
  energy: [0.5, 0.68],
  modes: ['minor', 'minor', 'minor', 'major'],
  metre: { beats: 4, division: 4, swing: 0.16 },
  harmony: {
    major: {
      scale: 'mixolydian',
      a: ['1:maj9 | 1:maj9 | 2:m9 | 2:m9', '4:maj9 | 3:m7 | 2:m9 | 5:13'],
      b: ['6:m9 | 4:maj9 | 6:m9 | 5:7sus', '2:m9 | 3:m7 | 4:maj9 | 4:maj9'],
    },
    minor: {
      scale: 'dorian',
      a: ['1:m9 | 1:m9 | 4:m9 | 4:m9', '1:m9 | b7:6 | 1:m9 | b6:maj7', '1:m11 | 1:m11 | b3:maj9 | b7:13'],
      b: ['b6:maj9 | 5:m7 | 1:m9 | 1:m9', '4:m9 | 5:m7 | b6:maj9 | b7:6', 'b6:maj7 | b6:maj7 | b7:6 | 1:m9'],
    },
  },
  forms: [
    [
      { name: 'beat', weight: 2, harmony: 'a', intensity: 0.6, layers: 'kick hat clap shaker' },
      { name: 'groove', weight: 3, harmony: 'a', intensity: 0.75, layers: 'kick hat clap shaker bass stabs' },
      { name: 'lift', weight: 2, harmony: 'b', intensity: 0.85, layers: 'kick hat open clap shaker bass stabs pad lead' },
      { name: 'break', weight: 1.5, harmony: 'b', intensity: 0.45, layers: 'stabs pad lead shaker riser' },
      { name: 'groove', weight: 3, harmony: 'a', intensity: 0.95, layers: 'kick hat open clap shaker bass stabs lead? conga' },
      { name: 'lift', weight: 2, harmony: 'b', intensity: 1, layers: 'kick hat open clap shaker bass stabs pad lead conga' },
      { name: 'beat', weight: 1.5, harmony: 'a', intensity: 0.6, layers: 'kick hat clap bass stabs' },
    ],
  ],
  parts: [
    drum('kick', { instruments: ['deepKick'], gainDb: -4, send: 0.01, loose: 0, beats: ['x...x...x...x...'], ends: true }),
    drum('clap', { instruments: ['clap', 'snare'], gainDb: -10, send: 0.2, loose: 1, beats: ['....x.......x...', '....x.......x..-'] }),
    drum('hat', {
      instruments: ['hat'],
      gainDb: -15,
      pan: 0.15,
      loose: 2,
      beats: ['..x...x...x...x.', '--x---x---x---x-', '..x-..x..-x...x-'],
    }),
    drum('open', { instruments: ['openHat'], gainDb: -12, pan: -0.1, loose: 1, beats: ['..x...x...x...x.', '..........x.....'] }),
    drum('shaker', { instruments: ['shaker'], gainDb: -22, pan: -0.35, beats: ['x-o-x-o-x-o-x-o-', 'xo-oxo-oxo-oxo-o'] }),
    drum('conga', {
      instruments: ['conga', 'highConga'],
      gainDb: -13,
      pan: 0.4,
      send: 0.15,
      beats: ['...x..x....x..x?', '..?x..o...?x..ox'],
    }),
    drum('riser', { instruments: ['riser'], gainDb: -5, send: 0.2, leads: 1, beats: ['o...............'] }),
    {
      name: 'bass',
      instruments: ['roundBass', 'subBass', 'synthBass'],
      gainDb: -1,
      send: 0,
      duck: 0.45,
      loose: 2,
      player: bass({ around: 36, gate: 0.75, lines: ['__R..R..__R...r.', '__R...8.__R..R5.', 'R..R..R.__R..8..', '__R..r8...R..ra.'] }),
    },
    {
      name: 'stabs',
      instruments: ['stab', 'rhodes', 'organ'],
      gainDb: -10,
      pan: 0.1,
      send: 0.22,
      duck: 0.3,
      loose: 3,
      echo: { steps: 3, times: 2, keep: 0.45 },
      player: comp({
        low: 55,
        high: 75,
        voices: 4,
        gate: 0.6,
        lines: ['x..x..x.........', '...x..x....x....', 'x.....x...o.....', '..x..x....x..x..'],
      }),
    },
    {
      name: 'pad',
      instruments: ['pad', 'warmStrings', 'choir'],
      closes: true,
      gainDb: -16,
      send: 0.35,
      duck: 0.5,
      player: sustain({ low: 57, high: 76, voices: 4 }),
    },
    {
      name: 'lead',
      instruments: ['vibraphone', 'squareLead', 'flute', 'rhodes'],
      gainDb: -11,
      pan: -0.15,
      send: 0.3,
      loose: 5,
      echo: { steps: 6, times: 2, keep: 0.4 },
      player: melody({
        low: 65,
        high: 84,
        rests: 0.3,
        rhythms: ['x..x..x.........', '..x...x..x......', 'x.....x...x.....'],
        cadences: ['x...............', '________________'],
      }),
    },
  ],
  space: { reverbSeconds: 1.5, damping: 0.5 },
};
