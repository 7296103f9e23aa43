import { describe, expect, it } from 'vitest';
import { changeText } from './genre-change.ts';

describe('changeText', () => {
  it.each([
    [0.42, 0.3, '+12 %'],
    [0.1, 0.41, '−31 %'],
    [0.3, 0.301, null],
    [0.3, undefined, null],
  ] as const)('from %s against %s says %s', (share, atFirst, text) => expect(changeText(share, atFirst)).toBe(text));
});
