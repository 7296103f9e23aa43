import { describe, expect, it } from 'vitest';
import { keysOf } from './redis/index.ts';

/** The part of a key that a Redis Cluster hashes. */
const tagOf = (key: string) => /\{([^}]+)\}/.exec(key)?.[1] ?? key;

describe('keys on a Redis Cluster', () => {
  it('[TS3] lie in one slot for all that one save touches, whoever the listeners are', () => {
    const keys = keysOf('segue');
    const touched = ['ada', 'bea'].flatMap((listener) => [
      keys.tasteMark(3),
      keys.taste(3, listener),
      keys.slate(3, listener),
      keys.pending(3, listener),
      keys.sockets(3, listener),
    ]);
    expect(new Set(touched.map(tagOf)).size).toBe(1);
    expect(new Set([keys.trackMark(3), keys.track(3, 't1'), keys.track(3, 't2')].map(tagOf)).size).toBe(1);
  });

  it('spread over slots by partition, and apart by prefix', () => {
    expect(tagOf(keysOf('a').tasteMark(1))).not.toBe(tagOf(keysOf('a').tasteMark(2)));
    expect(tagOf(keysOf('a').tasteMark(1))).not.toBe(tagOf(keysOf('b').tasteMark(1)));
    expect(tagOf(keysOf('a').tasteMark(1))).not.toBe(tagOf(keysOf('a').trackMark(1)));
  });
});
