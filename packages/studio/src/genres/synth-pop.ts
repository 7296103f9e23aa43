import { bass } from '../composer/bassist.ts';
import { arpeggio, comp, sustain } from '../composer/comping.ts';
import { drum } from '../composer/drummer.ts';
import type { Genre } from '../composer/genre.ts';
import { melody } from '../composer/melody.ts';

/** Eighths in the bass, a sequencer that never sleeps, a big snare and a chorus that knows it is one. */
export const synthPop: Genre = {
  name: 'synth-pop',
  tempo: [104, 122],
  energy: [0.56, 0.76],
  modes: ['major', 'minor'],
  metre: { beats: 4, division: 4, swing: 0 },
  harmony: {
    major: {
      scale: 'ionian',
      a: ['1 | 5 | 6:m | 4', '6:m | 4 | 1 | 5', '1 | 3:m | 4 | 4', '4 | 1/3 | 2:m7 | 6:m'],
      b: ['4 | 5 | 6:m | 3:m', '4 | 5 | 3:m | 6:m', '2:m7 | 4 | 1 | 5'],
    },
    minor: {
      scale: 'aeolian',
      a: ['1:m | b6 | b3 | b7', '1:m | b7 | b6 | b6', '1:m | 4:m | b6 | 5:m'],
      b: ['b6 | b7 | 1:m | b3', 'b6 | b7 | 5:m | 1:m', '4:m | b6 | b3 | b7'],
    },
  },
  forms: [
    [
      { name: 'intro', weight: 1, harmony: 'a', intensity: 0.6, layers: 'sequence kick hat riser' },
      { name: 'verse', weight: 3, harmony: 'a', intensity: 0.7, layers: 'sequence bass kick snare hat lead' },
      { name: 'lift', weight: 1, harmony: 'b', intensity: 0.75, layers: 'pad bass kick hat lead clap riser' },
      { name: 'chorus', weight: 2, harmony: 'b', intensity: 1, layers: 'sequence bass kick snare open pad hook chords crash' },
      { name: 'verse', weight: 2, harmony: 'a', intensity: 0.75, layers: 'sequence bass kick snare hat lead pad?' },
      { name: 'middle', weight: 1, harmony: 'a', intensity: 0.45, layers: 'sequence pad lead riser' },
      { name: 'chorus', weight: 3, harmony: 'b', intensity: 1, layers: 'sequence bass kick snare open pad hook chords clap crash' },
    ],
  ],
  parts: [
    {
      name: 'sequence',
      instruments: ['synthPluck', 'squareLead'],
      gainDb: -8,
      pan: 0.3,
      send: 0.14,
      loose: 1,
      player: arpeggio({
        low: 60,
        high: 79,
        voices: 3,
        ring: 0.8,
        bassAround: 55,
        lines: ['0.1.2.1.0.1.2.1.', '012A012A012A012A', '0.2.1.2.A.2.1.2.', '0010200100102010'],
      }),
    },
    {
      name: 'bass',
      instruments: ['synthBass'],
      gainDb: -1,
      send: 0,
      duck: 0.25,
      loose: 1,
      player: bass({ around: 36, gate: 0.7, lines: ['R.R.R.R.R.R.R.R.', 'R.8.R.8.R.8.R.8.', '__R.__R.__R.__R.', 'R.RRR.RRR.RRR.8.'] }),
    },
    {
      name: 'chords',
      instruments: ['superSaw', 'stab', 'brass'],
      gainDb: -4,
      send: 0.18,
      duck: 0.25,
      player: comp({ low: 57, high: 77, voices: 4, gate: 0.8, lines: ['x.....x.....x...', 'x..x..x...x.....', 'x.......x.......'] }),
    },
    {
      name: 'pad',
      instruments: ['pad', 'strings'],
      closes: true,
      gainDb: -14,
      send: 0.25,
      duck: 0.3,
      player: sustain({ low: 57, high: 76, voices: 4 }),
    },
    {
      name: 'lead',
      instruments: ['synthLead', 'squareLead', 'hum'],
      gainDb: -5,
      pan: 0.05,
      send: 0.2,
      loose: 5,
      echo: { steps: 3, times: 2, keep: 0.35 },
      player: melody({
        low: 62,
        high: 79,
        rests: 0.14,
        rhythms: ['x...x...x.x.x...', 'x.x.x.x.....x...', '__x.x...x.x.....', 'x..x..x...x.x...'],
        cadences: ['x.......________', 'x.....x.........'],
      }),
    },
    {
      name: 'hook',
      instruments: ['synthLead', 'superSaw'],
      gainDb: -2,
      send: 0.2,
      loose: 3,
      echo: { steps: 3, times: 2, keep: 0.35 },
      player: melody({
        low: 67,
        high: 84,
        rests: 0.05,
        rhythms: ['x..x..x.x...x...', 'x.x.x..x..x.x...', 'x...x.x.x...x.x.'],
        cadences: ['x...........____', 'x..x..x.........'],
      }),
    },
    drum('kick', {
      instruments: ['hardKick', 'kick'],
      gainDb: -4,
      loose: 0,
      beats: ['x...x...x...x...', 'x.......x.x.....', 'x.....x.x.......'],
      ends: true,
    }),
    drum('snare', {
      instruments: ['rockSnare', 'clap', 'snare'],
      gainDb: -5,
      send: 0.28,
      loose: 0,
      beats: ['....x.......x...'],
      fills: ['....x...x.x.xxxx', '....x..x..x.x.xx'],
    }),
    drum('clap', { instruments: ['clap'], gainDb: -10, send: 0.25, loose: 2, beats: ['....x.......x...'] }),
    drum('hat', {
      instruments: ['hat'],
      gainDb: -19,
      pan: 0.2,
      loose: 0,
      beats: ['x.o.x.o.x.o.x.o.', 'xoxoxoxoxoxoxoxo', '..x...x...x...x.'],
    }),
    drum('open', { instruments: ['openHat'], gainDb: -12, pan: -0.2, loose: 0, beats: ['..x...x...x...x.'] }),
    drum('crash', { instruments: ['crash'], gainDb: -7, pan: -0.3, send: 0.2, marks: true, beats: ['x...............'], ends: true }),
    drum('riser', { instruments: ['riser'], gainDb: -5, send: 0.2, leads: 1, beats: ['o...............'] }),
  ],
  space: { reverbSeconds: 1.3, damping: 0.4 },
};
