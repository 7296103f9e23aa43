import { describe, expect, it } from 'vitest';
import { Turns } from './turns.ts';

const round = () => new Promise((resolve) => setImmediate(resolve));

describe('turns', () => {
  it('are had in order, as many in one round of the loop as fit into its time', async () => {
    let clock = 0;
    const done: number[] = [];
    const turns = new Turns({ onProblem: (cause) => expect.unreachable(String(cause)), nowMs: () => clock });
    for (let i = 0; i < 5; i++)
      turns.take(() => {
        done.push(i);
        clock += 2;
      });
    expect(done).toEqual([]);
    await round();
    expect(done).toEqual([0, 1]);
    await round();
    expect(done).toEqual([0, 1, 2, 3]);
    await round();
    expect(done).toEqual([0, 1, 2, 3, 4]);
  });

  it('go on after one that fails, and say so', async () => {
    const problems: unknown[] = [];
    const done: string[] = [];
    const turns = new Turns({ onProblem: (cause) => problems.push(cause), nowMs: () => 0 });
    turns.take(() => {
      throw new Error('no');
    });
    turns.take(() => void done.push('next'));
    await round();
    expect(done).toEqual(['next']);
    expect(problems).toEqual([new Error('no')]);
  });

  it('asked for in a turn are had in one that follows', async () => {
    const done: string[] = [];
    const turns = new Turns({ onProblem: (cause) => expect.unreachable(String(cause)), nowMs: () => 0 });
    turns.take(() => {
      done.push('first');
      turns.take(() => void done.push('second'));
    });
    await round();
    await round();
    expect(done).toEqual(['first', 'second']);
  });
});
