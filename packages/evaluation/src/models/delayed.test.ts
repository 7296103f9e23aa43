import { describe, expect, it } from 'vitest';
import { interactionsOf } from '../data/interactions.ts';
import { runPrequential } from '../protocols/prequential.ts';
import { delayed } from './delayed.ts';
import { recommenderNamed } from './index.ts';
import type { CreateRecommender, Listen } from './recommender.ts';

const world = { userCount: 1, itemCount: 3, inOrder: true, seed: 0 };
const listen = (item: number, atMs: number): Listen => ({ user: 0, item, atMs, strength: 1 });

describe('a model that is told in rounds', () => {
  it('has learnt, whenever it is asked, exactly what happened before the round began', () => {
    const learnt: number[] = [];
    const tape: CreateRecommender = () => ({ learn: ({ item }) => void learnt.push(item), score: () => {} });
    const model = delayed(tape, 1_000)(world);
    const asked = (nowMs: number) => {
      model.score(0, nowMs, new Float64Array(3));
      return [...learnt];
    };
    model.learn(listen(0, 100));
    expect(asked(900)).toEqual([]);
    expect(asked(1_000)).toEqual([0]);
    model.learn(listen(1, 1_000));
    model.learn(listen(2, 1_001));
    expect(asked(1_999)).toEqual([0]);
    expect(asked(5_500)).toEqual([0, 1, 2]);
    model.learn(listen(0, 5_600));
    model.settle?.();
    expect(learnt).toEqual([0, 1, 2, 0]);
  });

  it('refuses a stream without times', () => {
    const model = delayed(recommenderNamed('popular'), 1_000)(world);
    expect(() => model.score(0, null, new Float64Array(3))).toThrow('needs a stream with times');
  });

  it('scores as the model itself does where rounds are shorter than the pauses between events, and worse where they are longer', () => {
    // Two kinds of listeners, each of whose sittings is a walk over its own kind's tracks.
    const rows = Array.from({ length: 3_000 }, (_, i) => {
      const user = i % 20;
      const sitting = Math.floor(i / 200);
      const place = Math.floor((i % 200) / 20);
      return {
        user: `u${user}`,
        item: `${(user + sitting) % 4}/${sitting % 3}/${place}`,
        strength: 1,
        atMs: 1e12 + sitting * 86_400_000 + place * 180_000 + user,
      };
    });
    const data = interactionsOf('walks', rows, 'by-time', 1);
    const hitsOf = (everyMs: number) => {
      const [hits] = runPrequential(data, delayed(recommenderNamed('colisten'), everyMs), { k: 3, seed: 1 }).tallies;
      return [...hits!.sums];
    };
    const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
    expect(hitsOf(0.5)).toEqual(hitsOf(0));
    expect(sum(hitsOf(3_600_000))).toBeLessThan(sum(hitsOf(0)));
  });
});
