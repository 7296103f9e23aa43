import { expect, it } from 'vitest';
import { doneWords } from './history-words.ts';

it('says what was done, and of a skip how much was heard', () => {
  expect(doneWords('skip', 0.124)).toBe('Skipped after 12 %');
  expect(doneWords('skip', null)).toBe('Skipped');
  expect(doneWords('complete', 1)).toBe('Heard to the end');
});
