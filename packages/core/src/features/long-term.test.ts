import { describe, expect, it } from 'vitest';
import { longTerm } from './long-term.ts';
import { RowScores, Scratch } from './row-scores.ts';
import type { SignalContext } from './signal.ts';

describe('long-term', () => {
  it('lets what the vectors alone say of a track count no more than the listener’s strongest neighbour', () => {
    const scores = new RowScores(new Scratch(), 4);
    scores.add(0, 0.001);
    scores.add(1, 0.0005);
    const none = { scores: new RowScores(new Scratch(), 4), most: 0 };
    const along = { at: (row: number) => (row === 2 ? 0.9 : -0.2) };
    const context = { presence: 0, lasting: { byWeight: { scores, most: 0.001 }, byCosine: none, along } };
    const out = new Float64Array(4);
    longTerm.score(context as unknown as SignalContext, Int32Array.of(0, 1, 2, 3), out);
    const [strongest = 0, ...others] = out;
    expect(strongest).toBeGreaterThan(0);
    expect(others).toEqual([strongest / 2, strongest, -strongest]);
  });
});
