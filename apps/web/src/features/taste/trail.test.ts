import { expect, it } from 'vitest';
import { trailPath } from './trail.ts';

it('goes through every place in turn, and draws nothing for one', () => {
  expect(trailPath([])).toBe('');
  expect(trailPath([[1, 2]])).toBe('');
  expect(
    trailPath([
      [0, 0],
      [12, 0],
    ]),
  ).toBe('M0 0C2 0 10 0 12 0');
  expect(
    trailPath([
      [0, 0],
      [12, 0],
      [12, 12],
    ]),
  ).toMatch(/^M0 0C.* 12 0C.* 12 12$/);
});
