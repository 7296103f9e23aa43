import { asTrackId } from '@segue/core/events';
import { expect, it } from 'vitest';
import { gestureWords, inverseOf, keptWords } from './history-words.ts';

it('says what was done, and of a skip how much was heard', () => {
  expect(keptWords('skip', 0.124)).toBe('Skipped after 12 %');
  expect(keptWords('complete', 1)).toBe('Heard to the end');
  expect(gestureWords({ type: 'tune', discover: 0.2, energy: 0.5 })).toBe('Sliders moved');
  expect(gestureWords({ type: 'skip', trackId: asTrackId('a'), heardFraction: 0.5 })).toBe('Skipped after 50 %');
});

it('knows the opposite of what has one', () => {
  expect(inverseOf('like', asTrackId('a'))).toEqual({ act: { type: 'unlike', trackId: 'a' }, words: 'Unlike' });
  expect(inverseOf('skip', asTrackId('a'))).toBeNull();
});
