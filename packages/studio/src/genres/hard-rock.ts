import { bass } from '../composer/bassist.ts';
import { comp, sustain } from '../composer/comping.ts';
import { drum } from '../composer/drummer.ts';
import type { Genre } from '../composer/genre.ts';
import { melody } from '../composer/melody.ts';

/** Two amplified guitars, one each side, on riffs of fifths; drums as hard as they go; a solo before the end. */
export const hardRock: Genre = {
  name: 'hard rock',
  tempo: [116, 148],
  energy: [0.78, 0.96],
  modes: ['minor', 'minor', 'minor', 'major'],
  metre: { beats: 4, division: 4, swing: 0 },
  harmony: {
    major: {
      scale: 'mixolydian',
      a: ['1:5 | 1:5 | b7:5 | 4:5', '1:5 | 4:5 | 1:5 | 5:5'],
      b: ['4:5 | 5:5 | 1:5 | b7:5', 'b6:5 | b7:5 | 1:5 | 1:5'],
    },
    minor: {
      scale: 'minorPentatonic',
      a: ['1:5 | 1:5 | b6:5 | b7:5', '1:5 | b3:5 | 4:5 | 1:5', '1:5 | 1:5 | 1:5 | b7:5 b6:5', '1:5 | b7:5 | b6:5 | b7:5'],
      b: ['b6:5 | b3:5 | b7:5 | 1:5', '4:5 | b6:5 | b3:5 | b7:5', 'b6:5 | b7:5 | 1:5 | 1:5'],
    },
  },
  forms: [
    [
      { name: 'riff', weight: 1, harmony: 'a', intensity: 0.8, layers: 'riff bass hat kick' },
      { name: 'verse', weight: 3, harmony: 'a', intensity: 0.75, layers: 'riff bass kick snare hat tune crash' },
      { name: 'chorus', weight: 2, harmony: 'b', intensity: 1, layers: 'wall bass kick snare ride tune crash' },
      { name: 'verse', weight: 2, harmony: 'a', intensity: 0.8, layers: 'riff bass kick snare hat tune crash' },
      { name: 'calm', weight: 1, harmony: 'b', intensity: 0.5, layers: 'clean bass hat toms' },
      { name: 'solo', weight: 2, harmony: 'b', intensity: 0.95, layers: 'wall bass kick snare ride solo crash' },
      { name: 'chorus', weight: 2, harmony: 'b', intensity: 1, layers: 'wall bass kick snare ride tune organ? crash' },
    ],
  ],
  parts: [
    {
      name: 'riff',
      instruments: ['chug', 'powerChord'],
      gainDb: -3,
      pan: 0,
      send: 0.05,
      loose: 4,
      player: bass({
        around: 45,
        gate: 0.85,
        lines: ['R.RRR.RR8.RRR.5.', 'R...R.R.7...5.R.', 'RRR.RRR.RRR.7.8.', 'R.R.8.R.R.R.7.5.', 'R..R..R.R..R5.7.'],
      }),
    },
    {
      name: 'wall',
      instruments: ['powerChord'],
      gainDb: -1,
      send: 0.07,
      loose: 5,
      player: bass({ around: 43, gate: 0.98, lines: ['R.......R.......', 'R.....R.....R...', 'R...R...R...R...', 'R...........R.R.'] }),
    },
    {
      name: 'clean',
      instruments: ['cleanGuitar'],
      gainDb: -1,
      pan: 0.3,
      send: 0.2,
      player: comp({ low: 50, high: 72, voices: 3, strum: 0.1, lines: ['x.......o.......', 'x.....o.....o...'] }),
    },
    {
      name: 'bass',
      instruments: ['pickBass'],
      gainDb: -4,
      send: 0.01,
      loose: 4,
      player: bass({ around: 33, lines: ['R.R.R.R.R.R.R.R.', 'R.RRR.RRR.RRR.RR', 'R.R.R.R.R.R.5.a.'] }),
    },
    {
      name: 'tune',
      instruments: ['crunch', 'leadGuitar', 'organ'],
      gainDb: -2,
      pan: 0.08,
      send: 0.16,
      loose: 8,
      player: melody({
        low: 60,
        high: 78,
        rests: 0.16,
        rhythms: ['x...x.x.x.......', 'x.x.x...x...x...', '____x.x.x.x.x...'],
        cadences: ['x.......________', 'x...............'],
      }),
    },
    {
      name: 'solo',
      instruments: ['leadGuitar'],
      gainDb: -3,
      pan: 0.1,
      send: 0.22,
      loose: 7,
      player: melody({
        low: 64,
        high: 88,
        rests: 0.04,
        grace: 0.1,
        stepwise: 0.72,
        rhythms: ['xxx.xxx.x...x.x.', 'x.x.x.x.xxxxx...', 'x......xx.x.xxx.', 'xxxxx.x.xxxxx.x.'],
        cadences: ['x...............', 'xxx.x...........'],
      }),
    },
    { name: 'organ', instruments: ['organ', 'strings'], gainDb: -15, send: 0.2, player: sustain({ low: 60, high: 76, voices: 3 }) },
    drum('kick', {
      instruments: ['hardKick', 'kick'],
      gainDb: -4,
      loose: 3,
      beats: ['x.......x.x.....', 'x.x.....x.x.....', 'x.....x.x.......', 'x..x..x.x.x.....'],
      ends: true,
    }),
    drum('snare', {
      instruments: ['rockSnare'],
      gainDb: -4,
      send: 0.12,
      loose: 3,
      beats: ['....X.......X...'],
      fills: ['....X...xxxxxxxx', 'x.x.X.x.xxx.xxxx', '....X...X.X.XXXX'],
    }),
    drum('hat', { instruments: ['hat', 'openHat'], gainDb: -17, pan: 0.3, beats: ['x.x.x.x.x.x.x.x.', 'X.o.X.o.X.o.X.o.'] }),
    drum('ride', { instruments: ['ride', 'openHat', 'crash'], gainDb: -13, pan: -0.3, beats: ['X...x...X...x...', 'x.x.x.x.x.x.x.x.'] }),
    drum('toms', { instruments: ['tom', 'floorTom'], gainDb: -10, pan: 0.2, send: 0.15, beats: ['x..x..x...x..x..', 'x.o.x.o.x.o.x.oo'] }),
    drum('crash', { instruments: ['crash'], gainDb: -7, pan: -0.25, send: 0.12, marks: true, beats: ['x...............'], ends: true }),
  ],
  space: { reverbSeconds: 1, damping: 0.45 },
};
