import { expect, it } from 'vitest';
import { mostRisen } from './risen.ts';

const shares = (of: Record<string, number>) => Object.entries(of).map(([genre, share]) => ({ genre, share }));

it('names the genre that rose most, new ones included, and none when all fell or stood', () => {
  expect(mostRisen(shares({ a: 0.5, b: 0.3 }), shares({ a: 0.52, b: 0.4 }))).toBe('b');
  expect(mostRisen(shares({ a: 0.5 }), shares({ a: 0.4, c: 0.2 }))).toBe('c');
  expect(mostRisen(shares({ a: 0.5, b: 0.3 }), shares({ a: 0.5, b: 0.2 }))).toBeNull();
});
