import { describe, expect, it } from 'vitest';
import { coverAt, coverSet } from './cover-set.ts';

describe('the address of a cover', () => {
  it('names the size that it is drawn at, at one pixel a point and at two', () => {
    expect(coverSet('/covers/t1?v=3', 44)).toBe('/covers/t1?v=3&side=48 1x, /covers/t1?v=3&side=96 2x');
    expect(coverSet('/covers/t1?v=3', 96)).toBe('/covers/t1?v=3&side=96 1x, /covers/t1?v=3&side=192 2x');
  });

  it('is the whole picture where it is large on the page', () => {
    expect(coverSet('/covers/t1?v=3', 176)).toBeUndefined();
  });

  it('stands as it is asked for where the source names no version', () => {
    expect(coverAt('/covers/t1', 512)).toBe('/covers/t1?side=512');
  });
});
