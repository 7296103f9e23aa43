import { artistAffinity } from './artist-affinity.ts';
import { awayFromSkipped } from './away-from-skipped.ts';
import { coListened } from './co-listened.ts';
import { genreAffinity } from './genre-affinity.ts';
import { longTerm } from './long-term.ts';
import { newness } from './newness.ts';
import { popularity } from './popularity.ts';
import type { Signal } from './signal.ts';
import { soundMatch } from './sound-match.ts';
import { tasteMatch } from './taste-match.ts';
import { tiredness } from './tiredness.ts';
import { tuning } from './tuning.ts';

export { companionsOf, seedOf } from './co-listened.ts';
export { neighboursOfEnjoyed } from './long-term.ts';
export { RowScores, Scratch } from './row-scores.ts';
export { seedsOf } from './seeds.ts';
export type { Signal, SignalContext, SignalGroup, Spread } from './signal.ts';
export { SIGNAL_GROUPS } from './signal.ts';
export { alikeInSound } from './sound-match.ts';

/** Every signal that a slate is ranked by. A new one is a file and a line here. */
export const SIGNALS: readonly Signal[] = [
  tasteMatch,
  coListened,
  longTerm,
  genreAffinity,
  artistAffinity,
  soundMatch,
  popularity,
  newness,
  tuning,
  awayFromSkipped,
  tiredness,
];
