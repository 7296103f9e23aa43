import { PRESENCE_SECONDS } from '@segue/core/ports';
import { ada, at, bytes, PARTITION, savesTastes, textOf } from '@segue/core/testing';
import { describe, expect, it } from 'vitest';
import { MemoryStoreShared, openMemoryOnlineStore } from './memory/index.ts';

const DAY_MS = 86_400_000;

/** A store whose clock the test holds, and what it keeps. */
function opened() {
  const on = new MemoryStoreShared();
  const clock = { nowMs: 1_750_000_000_000 };
  return { on, clock, store: openMemoryOnlineStore({ on, nowMs: () => clock.nowMs }) };
}

describe('what only an embedded store does', () => {
  it('[PA3] forgets each pending act a day after it was added, and holds nothing for it', async () => {
    const { on, clock, store } = opened();
    await store.pending.add(PARTITION, ada, { position: at(1), event: bytes('first') });
    clock.nowMs += DAY_MS - 1;
    await store.pending.add(PARTITION, ada, { position: at(2), event: bytes('second') });
    const listed = async () => (await store.pending.list(PARTITION, ada)).map(({ event }) => textOf(event));
    expect(await listed()).toEqual(['first', 'second']);
    clock.nowMs += 1;
    expect(await listed()).toEqual(['second']);
    await savesTastes(store, [2]);
    expect(on.shared.pending.size).toBe(0);
  });

  it('[L8] holds pending acts, slates and limits of so many at most, the oldest going first', async () => {
    const { on, store } = opened();
    for (let i = 0; i < 10_010; i++) {
      const who = `l${i}` as typeof ada;
      await store.pending.add(PARTITION, who, { position: at(1), event: bytes('x') });
      const slate = { revision: { epoch: 1, taste: 0, view: 0 }, tasteAt: null, bytes: bytes('x') };
      await store.slates.put(PARTITION, who, slate, { ttlSeconds: 60 });
    }
    for (let i = 0; i < 50_010; i++) await store.limits.take(`${i}`, { limit: 1, windowSeconds: 60 });
    expect([on.shared.pending.size, on.shared.slates.size, on.shared.limits.size]).toEqual([10_000, 10_000, 50_000]);
    expect(await store.pending.list(PARTITION, 'l10009' as typeof ada)).toHaveLength(1);
    expect(await store.pending.list(PARTITION, 'l9' as typeof ada)).toEqual([]);
  });

  it('[L11] a clock that is set back lets nobody wait longer than a window', async () => {
    const { clock, store } = opened();
    const take = () => store.limits.take('ada', { limit: 1, windowSeconds: 60 });
    expect(await take()).toBe(0);
    expect(await take()).toBe(60_000);
    clock.nowMs -= DAY_MS;
    expect(await take()).toBe(0);
    expect(await take()).toBe(60_000);
  });

  it('[SE1] clears a listener’s sessions away that ran out, when the next is opened', async () => {
    const { on, clock, store } = opened();
    await store.sessions.open('old', ada, { ttlSeconds: 60 });
    clock.nowMs += 61_000;
    await store.sessions.open('new', ada, { ttlSeconds: 60 });
    expect([...on.values.keys()].filter((key) => key.startsWith('session/'))).toEqual(['session/new']);
  });

  it('[SE2] writes a touched session only when a tenth of its time is over, and never lets it run out', async () => {
    const { on, clock, store } = opened();
    await store.sessions.open('s', ada, { ttlSeconds: 100 });
    const kept = () => textOf(on.values.get('session/s'));
    const first = kept();
    clock.nowMs += 5_000;
    await store.sessions.touch('s', { ttlSeconds: 100 });
    expect(kept()).toBe(first);
    for (let i = 0; i < 10; i++) {
      clock.nowMs += 80_000;
      expect(await store.sessions.touch('s', { ttlSeconds: 100 })).toBe(ada);
    }
    expect(kept()).not.toBe(first);
  });

  it('[PR3] holds nothing of connections that left', async () => {
    const { on, clock, store } = opened();
    await store.presence.join(PARTITION, ada, 'tab');
    clock.nowMs += PRESENCE_SECONDS * 2_000;
    await store.presence.leave(PARTITION, ada, 'tab');
    expect(on.shared.present.size).toBe(0);
  });
});
