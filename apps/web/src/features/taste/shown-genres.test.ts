import { expect, it } from 'vitest';
import { shownGenres } from './shown-genres.ts';

const shares = [0.3, 0.2, 0.15, 0.12, 0.1, 0.08, 0.05].map((share, i) => ({ genre: `g${i}`, share }));
const names = (atFirst: Record<string, number>) => shownGenres(shares, new Map(Object.entries(atFirst))).map(({ genre }) => genre);

it('shows the strongest, and in the last place what fell most since the visit began', () => {
  expect(names({})).toEqual(['g0', 'g1', 'g2', 'g3', 'g4', 'g5']);
  expect(names({ g6: 0.4, g0: 0.31 })).toEqual(['g0', 'g1', 'g2', 'g3', 'g4', 'g6']);
  expect(names({ g2: 0.4, g6: 0.06 })).toEqual(['g0', 'g1', 'g2', 'g3', 'g4', 'g5']);
});
