import { describe, expect, it } from 'vitest';
import { addScattered } from './dot.ts';

describe('adding to scattered places', () => {
  it('adds what one after the other would, however many there are, and where a place comes twice', () => {
    const places = Int32Array.of(3, 0, 3, 1, 2, 3, 0, 4, 1);
    const values = Float32Array.of(1, 2, 4, 8, 16, 32, 64, 128, 256);
    for (let end = 0; end <= places.length; end++) {
      const into = new Float64Array(5).fill(1);
      const expected = new Float64Array(5).fill(1);
      for (let k = 1; k < end; k++) expected[places[k]!]! += 0.5 * values[k]!;
      addScattered(into, { places, values }, 1, end, 0.5);
      expect(into).toEqual(expected);
    }
  });
});
