import { DIMENSIONS, openVectorMemory, reserveRows, rowsOf } from '@segue/core/model';
import { describe, expect, it } from 'vitest';
import { IndexThread, type IndexThreadOptions } from './index-thread.ts';
import type { FromIndex } from './messages.ts';
import { scanPlainly } from './scan-plainly.ts';

/** Noise that is the same each time. */
const vectorOf = (seed: number) =>
  Float32Array.from({ length: DIMENSIONS }, (_, i) => ((Math.sin(seed * 127.1 + i * 311.7) * 43_758.5453) % 1) * (0.2 + (seed % 7) / 10));

function anIndex(count: number, options: Partial<IndexThreadOptions> = {}) {
  const memory = openVectorMemory();
  reserveRows(memory, count);
  const vectors = rowsOf(memory);
  for (let row = 0; row < count; row++) vectors.set(vectorOf(row), row * DIMENSIONS);
  const answers: FromIndex[] = [];
  let clock = 0;
  const thread = new IndexThread({ memory, size: count, send: (message) => answers.push(message), nowMs: () => clock++ / 100, ...options });
  let size = count;
  const moved = (rows: readonly number[], now = count) => {
    size = now;
    thread.take({ type: 'moved', rows: Int32Array.from(rows), size });
  };
  const settle = () => {
    while (thread.work() !== null);
  };
  const search = (place: Float32Array, most = 10): number[] => {
    thread.take({ type: 'search', id: 1, place, count: most, size });
    const answer = answers.findLast((one) => one.type === 'found');
    return Array.from(answer?.rows ?? []);
  };
  return { vectors, thread, moved, settle, search };
}
const all = (count: number) => Array.from({ length: count }, (_, row) => row);
const aGraph = (count: number) => anIndex(count, { method: 'graph' });

describe('the index of the nearest', () => {
  it('scans where that is fast enough: all there is, as it is now, with no graph to keep', () => {
    const { vectors, thread, settle, search } = anIndex(2_000);
    settle();
    expect(thread.state()).toMatchObject({ method: 'scan', wantsMoves: false, indexed: 2_000, graphMs: null });
    expect(search(vectorOf(5.5), 64)).toEqual(scanPlainly(vectors, 2_000, vectorOf(5.5), 64));
    settle();
    expect(thread.state().recallAt10).toBe(1);
    vectors.set(
      vectorOf(5.5).map((value) => value * 9),
      77 * DIMENSIONS,
    );
    expect(search(vectorOf(5.5))[0]).toBe(77);
  });

  it('makes a graph where a scan takes too long, and takes it where it is faster', () => {
    let [clock, calls] = [0, 0];
    // A clock by which whatever comes later is faster.
    const { thread, search, settle } = anIndex(500, {
      nowMs: () => {
        clock += 1 + 1_000 / ++calls;
        return clock;
      },
    });
    expect(search(vectorOf(3.5))).toHaveLength(10);
    settle();
    const { method, scanMs, graphMs, indexed } = thread.state();
    expect({ method, indexed }).toEqual({ method: 'graph', indexed: 500 });
    expect(graphMs).toBeLessThan(scanMs ?? 0);
  });

  it('drops a graph that is no faster', () => {
    let clock = 0;
    const { thread, settle } = anIndex(500, { nowMs: () => clock++ });
    settle();
    expect(thread.state()).toMatchObject({ method: 'scan', wantsMoves: false, scanMs: 1, graphMs: 1 });
  });

  it('measures again once the catalogue has grown', () => {
    const { thread, moved, settle } = anIndex(300);
    settle();
    expect(thread.state().scanMs).not.toBeNull();
    moved([], 449);
    expect(thread.work()).toBeNull();
    moved([], 450);
    expect(thread.work()).toBe(0);
  });
});

describe('a graph of the nearest', () => {
  it('answers exactly before it is whole, and nearly so after', () => {
    const { vectors, thread, settle, search } = aGraph(2_000);
    expect(thread.state().indexed).toBe(2_000);
    expect(search(vectorOf(5))).toEqual(scanPlainly(vectors, 2_000, vectorOf(5), 10));
    settle();
    expect(thread.state()).toMatchObject({ method: 'graph', indexed: 2_000, size: 2_000, waiting: 0 });
    let found = 0;
    for (let seed = 0; seed < 50; seed++) {
      const got = new Set(search(vectorOf(seed + 0.5)));
      found += scanPlainly(vectors, 2_000, vectorOf(seed + 0.5), 10).filter((row) => got.has(row)).length;
    }
    expect(found / 500).toBeGreaterThan(0.98);
    settle();
    expect(thread.state().recallAt10).toBeGreaterThan(0.98);
    expect(thread.state().busySeconds).toBeGreaterThan(0);
  });

  it('finds a row where it is now, put or not, each row once, and none that is gone', () => {
    const { vectors, moved, settle, search } = aGraph(500);
    settle();
    const place = vectorOf(1_234.5);
    for (const row of [7, 8, 9])
      vectors.set(
        place.map((value) => value * (16 - row)),
        row * DIMENSIONS,
      );
    moved([7, 8, 9]);
    expect(search(place, 20).slice(0, 3)).toEqual([7, 8, 9]);
    settle();
    const found = search(place, 20);
    expect(found.slice(0, 3)).toEqual([7, 8, 9]);
    expect(new Set(found).size).toBe(found.length);
    moved([], 8);
    expect(search(place, 20).sort((a, b) => a - b)).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
    settle();
    expect(search(place, 20).sort((a, b) => a - b)).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
    moved(all(12), 12);
    settle();
    expect(search(place, 20)).toHaveLength(12);
  });

  it('leaves a row where it is that has hardly moved', () => {
    const { vectors, thread, moved, settle } = aGraph(100);
    settle();
    for (let i = 0; i < DIMENSIONS; i++) vectors[i] = vectors[i]! * 1.01;
    moved([0]);
    expect(thread.state().waiting).toBe(0);
  });

  it('does not find what is not a number, and finds it once it is one again', () => {
    const { vectors, moved, settle, search } = aGraph(200);
    settle();
    vectors.fill(Number.NaN, 5 * DIMENSIONS, 6 * DIMENSIONS);
    moved([5]);
    settle();
    expect(search(vectorOf(5), 200)).toHaveLength(199);
    vectors.set(vectorOf(5), 5 * DIMENSIONS);
    moved([5]);
    settle();
    expect(search(vectorOf(5), 200)).toContain(5);
  });

  it('is as right as ever while everything moves', () => {
    const { vectors, moved, settle, search } = aGraph(1_000);
    settle();
    for (let turn = 1; turn <= 3; turn++) {
      for (let row = 0; row < 1_000; row++) vectors.set(vectorOf(row + turn * 0.37), row * DIMENSIONS);
      moved(all(1_000));
      const place = vectorOf(turn + 0.5);
      expect(search(place)).toEqual(scanPlainly(vectors, 1_000, place, 10));
    }
  });
});
