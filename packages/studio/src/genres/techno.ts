import { bass } from '../composer/bassist.ts';
import { arpeggio, comp, sustain } from '../composer/comping.ts';
import { drum } from '../composer/drummer.ts';
import type { Genre } from '../composer/genre.ts';

/** A kick, a line that squelches, and one thing at a time that comes, opens and goes. */
export const techno: Genre = {
  name: 'techno',
  tempo: [126, 138],
  energy: [0.7, 0.9],
  modes: ['minor'],
  metre: { beats: 4, division: 4, swing: 0.04 },
  harmony: {
    major: { scale: 'phrygian', a: ['1:5 | 1:5 | 1:5 | 1:5'], b: ['1:sus4 | 1:sus4 | b7 | b7'] },
    minor: {
      scale: 'phrygian',
      a: ['1:m | 1:m | 1:m | 1:m', '1:m7 | 1:m7 | 1:m7 | b2', '1:m | 1:m | b3 | 1:m'],
      b: ['1:m7 | 1:m7 | b6:maj7 | b6:maj7', '1:m | b2 | 1:m | b7:m', '4:m7 | 4:m7 | 1:m7 | 1:m7'],
    },
  },
  forms: [
    [
      { name: 'start', weight: 2, harmony: 'a', intensity: 0.6, layers: 'kick hat bass' },
      { name: 'line', weight: 3, harmony: 'a', intensity: 0.8, layers: 'kick hat clap bass acid' },
      { name: 'stab', weight: 3, harmony: 'b', intensity: 0.9, layers: 'kick hat open clap bass acid stab perc' },
      { name: 'void', weight: 1.5, harmony: 'b', intensity: 0.4, layers: 'pad stab acid riser' },
      { name: 'peak', weight: 4, harmony: 'a', intensity: 1, layers: 'kick hat open clap ride bass acid stab perc crash' },
      { name: 'stab', weight: 2, harmony: 'b', intensity: 0.95, layers: 'kick hat open clap bass stab perc pad' },
      { name: 'end', weight: 1.5, harmony: 'a', intensity: 0.6, layers: 'kick hat bass perc' },
    ],
  ],
  parts: [
    drum('kick', {
      instruments: ['hardKick', 'deepKick'],
      gainDb: 1,
      loose: 0,
      send: 0.02,
      beats: ['X...X...X...X...'],
      fills: ['X...X...X...X.x.', 'X...X...X.......'],
      ends: true,
    }),
    drum('clap', { instruments: ['clap'], gainDb: -9, send: 0.16, loose: 0, beats: ['....x.......x...', '............x...'] }),
    drum('hat', {
      instruments: ['hat'],
      gainDb: -13,
      pan: 0.1,
      loose: 0,
      beats: ['oo-ooo-ooo-ooo-o', '-oxo-oxo-oxo-oxo', '.-o-.-o-.-o-.-oo'],
    }),
    drum('open', { instruments: ['openHat'], gainDb: -12, loose: 0, beats: ['..x...x...x...x.'] }),
    drum('ride', { instruments: ['ride'], gainDb: -15, pan: -0.25, loose: 0, beats: ['x.x.x.x.x.x.x.x.', '..x...x...x...x.'] }),
    drum('perc', {
      instruments: ['clack', 'rim', 'cowbell', 'tom'],
      gainDb: -13,
      pan: 0.4,
      send: 0.2,
      loose: 0,
      beats: ['...x..?...x..?..', '..x..x..x..x..x.', '.?.....x...?..x.'],
    }),
    drum('crash', { instruments: ['crash'], gainDb: -14, send: 0.2, marks: true, beats: ['x...............'] }),
    drum('riser', { instruments: ['riser'], gainDb: -13, send: 0.2, leads: 2, beats: ['o...............'] }),
    {
      name: 'bass',
      instruments: ['synthBass', 'subBass', 'roundBass'],
      gainDb: -4,
      duck: 0.6,
      send: 0,
      loose: 0,
      player: bass({ around: 33, gate: 0.6, lines: ['__RR__RR__RR__RR', '..R...R...R...R.', '_R_R_R_R_R_R_R_8', '__R.__R.__R._RR.'] }),
    },
    {
      name: 'acid',
      instruments: ['acid'],
      gainDb: -7,
      pan: 0.1,
      send: 0.1,
      duck: 0.2,
      loose: 0,
      player: bass({ around: 45, gate: 0.7, lines: ['R.R8_R7_R.5R8_R.', 'RR_8R_R.7_R8_RR_', 'R_R?8.R_R?7.8_R?', 'R.8_R?R_7.R_8R5_'] }),
    },
    {
      name: 'stab',
      instruments: ['stab', 'synthPluck'],
      gainDb: -9,
      pan: -0.2,
      send: 0.3,
      duck: 0.2,
      loose: 0,
      echo: { steps: 3, times: 3, keep: 0.5 },
      player: comp({
        low: 57,
        high: 74,
        voices: 3,
        gate: 0.5,
        lines: ['__x.............', '______x..x......', 'x.....x.........', '...x......x.....'],
      }),
    },
    { name: 'pad', instruments: ['pad', 'choir'], gainDb: -12, send: 0.4, duck: 0.5, player: sustain({ low: 55, high: 72, voices: 3 }) },
    {
      name: 'blip',
      instruments: ['synthPluck'],
      gainDb: -16,
      send: 0.3,
      player: arpeggio({ low: 72, high: 86, voices: 2, lines: ['0..1..0.1..0..1.'] }),
    },
  ],
  space: { reverbSeconds: 1.3, damping: 0.45 },
};
