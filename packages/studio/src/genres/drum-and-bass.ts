import { bass } from '../composer/bassist.ts';
import { arpeggio, comp, sustain } from '../composer/comping.ts';
import { drum } from '../composer/drummer.ts';
import type { Genre } from '../composer/genre.ts';
import { melody } from '../composer/melody.ts';

/** Broken beats at full speed under chords at half of it; the bass growls slowly. */
export const drumAndBass: Genre = {
  name: 'drum and bass',
  tempo: [168, 176],
  energy: [0.76, 0.92],
  modes: ['minor', 'minor', 'minor', 'major'],
  metre: { beats: 4, division: 4, swing: 0.05 },
  harmony: {
    major: {
      scale: 'majorPentatonic',
      a: ['1:maj9 | 1:maj9 | 6:m9 | 6:m9', '4:maj9 | 4:maj9 | 5:sus4 | 6:m7'],
      b: ['2:m9 | 2:m9 | 4:maj9 | 5:6'],
    },
    minor: {
      scale: 'minorPentatonic',
      a: ['1:m9 | 1:m9 | b6:maj7 | b6:maj7', '1:m9 | 1:m9 | b7:6 | b6:maj7', '1:m7 | 1:m7 | b3:maj7 | b7'],
      b: ['b6:maj9 | b6:maj9 | b7:6 | b7:6', '4:m9 | 4:m9 | b6:maj7 | 5:m7'],
    },
  },
  forms: [
    [
      { name: 'intro', weight: 2, harmony: 'a', intensity: 0.5, layers: 'keys pad hat riser' },
      { name: 'drop', weight: 4, harmony: 'a', intensity: 0.95, layers: 'kick snare hat ghost bass keys crash' },
      { name: 'second', weight: 3, harmony: 'b', intensity: 1, layers: 'kick snare hat ghost bass keys pad lead crash spark?' },
      { name: 'break', weight: 2, harmony: 'b', intensity: 0.4, layers: 'pad keys lead riser' },
      { name: 'drop', weight: 4, harmony: 'a', intensity: 1, layers: 'kick snare hat ghost ride bass keys lead? crash' },
      { name: 'second', weight: 3, harmony: 'b', intensity: 1, layers: 'kick snare hat ghost ride bass keys pad lead crash spark?' },
      { name: 'outro', weight: 1, harmony: 'a', intensity: 0.6, layers: 'kick snare hat pad keys' },
    ],
  ],
  parts: [
    drum('kick', {
      instruments: ['hardKick', 'kick'],
      gainDb: -4,
      loose: 1,
      beats: ['x.........x.....', 'x.........x....o', 'x.x.......x.....'],
      ends: true,
    }),
    drum('snare', {
      instruments: ['rockSnare', 'snare'],
      gainDb: -3,
      send: 0.07,
      loose: 1,
      beats: ['....x.......x...'],
      fills: ['....x..x.x..x.xx', '....x.x.x.xxxxxx'],
    }),
    drum('ghost', {
      instruments: ['snare', 'dustySnare'],
      gainDb: -8,
      send: 0.06,
      beats: ['.......-.-.....-', '..-....-.-..?.-.', '.......-?-......'],
    }),
    drum('hat', { instruments: ['hat'], gainDb: -18, pan: 0.2, beats: ['x.x.x.x.x.x.x.x.', 'x-xox-xox-xox-xo', '..x...x...x...x.'] }),
    drum('ride', { instruments: ['ride'], gainDb: -13, pan: -0.3, beats: ['x...x...x...x...', '..x...x...x...x.'] }),
    drum('crash', { instruments: ['crash'], gainDb: -7, pan: -0.25, send: 0.2, marks: true, beats: ['x...............'], ends: true }),
    drum('riser', { instruments: ['riser'], gainDb: -5, send: 0.2, leads: 2, beats: ['o...............................'] }),
    {
      name: 'bass',
      instruments: ['reese', 'subBass'],
      gainDb: 0,
      duck: 0.3,
      send: 0,
      loose: 2,
      player: bass({
        around: 33,
        gate: 0.95,
        lines: ['R.........R.....R.....8...5.....', 'R...............R.....5...R.....', 'R.....R.........R.........8..5..'],
      }),
    },
    {
      name: 'keys',
      instruments: ['rhodes', 'stab', 'piano'],
      gainDb: -11,
      pan: 0.15,
      send: 0.28,
      duck: 0.15,
      echo: { steps: 6, times: 2, keep: 0.4 },
      player: comp({
        low: 57,
        high: 77,
        voices: 4,
        lines: ['x.....x.........', 'x...............................', 'x.........o.....................'],
      }),
    },
    {
      name: 'pad',
      instruments: ['pad', 'strings', 'choir'],
      closes: true,
      gainDb: -17,
      send: 0.35,
      duck: 0.35,
      player: sustain({ low: 57, high: 76, voices: 4 }),
    },
    {
      name: 'lead',
      instruments: ['vibraphone', 'squareLead', 'choir'],
      gainDb: -8,
      send: 0.3,
      echo: { steps: 6, times: 2, keep: 0.45 },
      player: melody({
        low: 64,
        high: 84,
        rests: 0.22,
        rhythms: ['x.....x.....x...', 'x.......x.......', '....x.....x.....'],
        cadences: ['x...............', 'x.......________'],
      }),
    },
    {
      name: 'spark',
      instruments: ['synthPluck'],
      gainDb: -13,
      pan: -0.4,
      send: 0.25,
      player: arpeggio({ low: 69, high: 86, voices: 3, lines: ['0.1.2.1.0.1.2.1.'] }),
    },
  ],
  space: { reverbSeconds: 1.4, damping: 0.4 },
};
