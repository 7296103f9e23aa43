import { describe, expect, it } from 'vitest';
import { genreSharesOf } from './heard.ts';

const LISTENS = new Map([
  ['ambient', 59],
  ['dub', 39],
]);
const stateOf = (genres: Record<string, number>, named: readonly string[] = []) => ({
  genres: new Map(Object.entries(genres)),
  profile: { country: null, ageBand: null, genres: named },
});
const shareOf = (state: ReturnType<typeof stateOf>, genre: string) =>
  genreSharesOf(state, LISTENS).find((one) => one.genre === genre)?.share ?? 0;

describe('what Segue hears in a listener, by genre', () => {
  it('starts from what is played here, as shares of one', () => {
    expect(genreSharesOf(stateOf({}), LISTENS)).toEqual([
      { genre: 'ambient', share: 0.6 },
      { genre: 'dub', share: 0.4 },
    ]);
  });

  it('lets the first rejection be seen, and the first liking more', () => {
    const start = shareOf(stateOf({}), 'ambient');
    const skipped = shareOf(stateOf({ ambient: -0.5 }), 'ambient');
    const liked = shareOf(stateOf({ ambient: 1.6 }), 'ambient');
    expect(skipped).toBeLessThan(start - 0.02);
    expect(liked).toBeGreaterThan(start + 0.1);
    expect(shareOf(stateOf({}, ['ambient']), 'ambient')).toBeGreaterThan(start);
  });

  it('keeps a genre that was turned away from, and one that nobody else plays', () => {
    const shares = genreSharesOf(stateOf({ ambient: -9, polka: 2 }), LISTENS);
    expect(shares.map(({ genre }) => genre)).toEqual(['dub', 'polka', 'ambient']);
    expect(shares.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1, 10);
  });
});
