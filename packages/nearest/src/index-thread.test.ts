import { DIMENSIONS } from '@segue/core/model';
import { describe, expect, it } from 'vitest';
import { IndexThread } from './index-thread.ts';
import type { FromIndex } from './messages.ts';
import { scan } from './scan.ts';

/** Noise that is the same each time. */
const vectorOf = (seed: number) =>
  Float32Array.from({ length: DIMENSIONS }, (_, i) => ((Math.sin(seed * 127.1 + i * 311.7) * 43_758.5453) % 1) * (0.2 + (seed % 7) / 10));

function anIndex(count: number) {
  const vectors = new Float32Array(count * DIMENSIONS);
  for (let row = 0; row < count; row++) vectors.set(vectorOf(row), row * DIMENSIONS);
  const answers: FromIndex[] = [];
  let clock = 0;
  const thread = new IndexThread({ send: (message) => answers.push(message), nowMs: () => clock++ / 100 });
  const put = (rows: readonly number[], size = count) => {
    const changed = new Float32Array(rows.length * DIMENSIONS);
    rows.forEach((row, i) => {
      changed.set(vectors.subarray(row * DIMENSIONS, (row + 1) * DIMENSIONS), i * DIMENSIONS);
    });
    thread.take({ type: 'rows', rows: Int32Array.from(rows), vectors: changed, size, more: false });
  };
  const settle = () => {
    while (thread.work() !== null);
  };
  const search = (place: Float32Array, most = 10): number[] => {
    thread.take({ type: 'search', id: 1, place, count: most });
    const answer = answers.pop();
    return answer?.type === 'found' ? Array.from(answer.rows) : [];
  };
  return { vectors, thread, put, settle, search };
}
const all = (count: number) => Array.from({ length: count }, (_, row) => row);

describe('the index of the nearest', () => {
  it('answers exactly before its graph is whole, and nearly so after', () => {
    const { vectors, thread, put, settle, search } = anIndex(2_000);
    put(all(2_000));
    expect(thread.state().indexed).toBe(0);
    expect(search(vectorOf(5))).toEqual(scan(vectors, 2_000, vectorOf(5), 10));
    settle();
    expect(thread.state()).toMatchObject({ indexed: 2_000, size: 2_000, waiting: 0 });
    let found = 0;
    for (let seed = 0; seed < 50; seed++) {
      const got = new Set(search(vectorOf(seed + 0.5)));
      found += scan(vectors, 2_000, vectorOf(seed + 0.5), 10).filter((row) => got.has(row)).length;
    }
    expect(found / 500).toBeGreaterThan(0.97);
    expect(thread.state().recallAt10).toBeGreaterThan(0.8);
    expect(thread.state().busySeconds).toBeGreaterThan(0);
  });

  it('finds a row where it is now, each row once, and none that is gone', () => {
    const { vectors, put, settle, search } = anIndex(500);
    put(all(500));
    settle();
    const place = vectorOf(1_234.5);
    for (const row of [7, 8, 9])
      vectors.set(
        place.map((value) => value * 2),
        row * DIMENSIONS,
      );
    put([7, 8, 9]);
    settle();
    const found = search(place, 20);
    expect(found.slice(0, 3).sort((a, b) => a - b)).toEqual([7, 8, 9]);
    expect(new Set(found).size).toBe(found.length);
    put([], 8);
    settle();
    expect(search(place, 20).sort((a, b) => a - b)).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
    put(all(12), 12);
    settle();
    expect(search(place, 20)).toHaveLength(12);
  });

  it('leaves a row where it is that has hardly moved', () => {
    const { vectors, thread, put, settle } = anIndex(100);
    put(all(100));
    settle();
    for (let i = 0; i < DIMENSIONS; i++) vectors[i] = vectors[i]! * 1.01;
    put([0]);
    expect(thread.state().waiting).toBe(0);
  });
});
