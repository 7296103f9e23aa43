import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DIMENSIONS, dot } from '../vector.ts';
import { createScanner, openVectorMemory, reserveRows, rowsOf } from './vector-memory.ts';

/** Multiples of 1/8 are added without rounding, in whatever order. */
const anEighth = fc.integer({ min: -40, max: 40 }).map((eighths) => eighths / 8);
const aVector = fc.array(anEighth, { minLength: DIMENSIONS, maxLength: DIMENSIONS }).map((values) => Float32Array.from(values));

function filled(vectors: readonly Float32Array[]) {
  const memory = openVectorMemory();
  reserveRows(memory, vectors.length);
  const rows = rowsOf(memory);
  for (const [row, vector] of vectors.entries()) rows.set(vector, row * DIMENSIONS);
  return { memory, rows };
}

/** What is meant, by sorting all of them. */
function sortedOut(place: Float32Array, vectors: readonly Float32Array[], count: number): number[] {
  const scores = vectors.map((vector) => dot(place, vector));
  return vectors
    .map((_, row) => row)
    .sort((a, b) => scores[b]! - scores[a]! || a - b)
    .slice(0, count);
}

describe('a scan of vectors', () => {
  it('finds what sorting finds, the lower of two equal rows first', () => {
    const cases = fc.tuple(aVector, fc.array(aVector, { maxLength: 100 }), fc.integer({ min: 0, max: 40 }), fc.nat({ max: 400 }));
    fc.assert(
      fc.property(cases, ([place, kinds, count, size]) => {
        // Few kinds over many rows: many are equal.
        const vectors = kinds.length === 0 ? [] : Array.from({ length: size }, (_, row) => kinds[(row * 7) % kinds.length]!);
        const { memory } = filled(vectors);
        expect(createScanner(memory, 'owner').nearest(place, vectors.length, count)).toEqual(sortedOut(place, vectors, count));
      }),
    );
  });

  it('goes over more rows than are scored at a time, and not beyond the last', () => {
    const vectors = Array.from({ length: 20_000 }, (_, row) => new Float32Array(DIMENSIONS).fill(row % 9_973));
    const { memory, rows } = filled(vectors);
    rows.fill(1e6, vectors.length * DIMENSIONS);
    const place = new Float32Array(DIMENSIONS).fill(1);
    expect(createScanner(memory, 'owner').nearest(place, vectors.length, 5)).toEqual([9_972, 19_945, 9_971, 19_944, 9_970]);
  });

  it('gives the product of every row, and writes nothing beyond the last', () => {
    const vectors = Array.from({ length: 10_001 }, (_, row) => new Float32Array(DIMENSIONS).fill(row % 97));
    const { memory } = filled(vectors);
    const out = new Float32Array(vectors.length + 1).fill(-1);
    createScanner(memory, 'owner').products(new Float32Array(DIMENSIONS).fill(0.5), vectors.length, out);
    expect([...out]).toEqual([...vectors.map((_, row) => (row % 97) * DIMENSIONS * 0.5), -1]);
  });

  it('never finds what is not a number, and finds what stands beside it', () => {
    const vectors = Array.from({ length: 40 }, (_, row) => new Float32Array(DIMENSIONS).fill(-row));
    vectors[3]!.fill(Number.NaN);
    const { memory } = filled(vectors);
    const found = createScanner(memory, 'owner').nearest(new Float32Array(DIMENSIONS).fill(1), vectors.length, 40);
    expect(found).toEqual(vectors.map((_, row) => row).filter((row) => row !== 3));
  });

  it('sees what is written after it was made, also beyond what the memory was then', () => {
    const { memory, rows } = filled([new Float32Array(DIMENSIONS).fill(1)]);
    const [owner, helper] = [createScanner(memory, 'owner'), createScanner(memory, 'helper')];
    const place = new Float32Array(DIMENSIONS).fill(1);
    reserveRows(memory, 5_000);
    rowsOf(memory).fill(2, 4_999 * DIMENSIONS, 5_000 * DIMENSIONS);
    for (const scanner of [owner, helper]) expect(scanner.nearest(place, 5_000, 2)).toEqual([4_999, 0]);
    rows.fill(3, 0, DIMENSIONS);
    expect(helper.nearest(place, 5_000, 2)).toEqual([0, 4_999]);
  });
});
