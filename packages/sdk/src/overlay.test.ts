import type { Act, Slate } from '@segue/core/events';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { applyPending, type Pending, stillPending } from './overlay.ts';
import { aCard, anEvent, aPosition, aRow, aSlate, idsOf, track } from './testing/builders.ts';

const after = (slate: Slate, ...acts: readonly Act[]): Slate =>
  applyPending(
    slate,
    acts.map((act, i) => ({ event: anEvent(i + 1), act })),
  );

describe('applyPending obeys the listener in the same frame', () => {
  it('[L5] takes a blocked track and everything of a blocked artist off both lists', () => {
    const slate = aSlate({ rows: [aRow('a'), aRow('b', 'mo'), aRow('c', 'mo')], yours: [aRow('d', 'mo'), aRow('e')] });
    const blocked = after(
      slate,
      { type: 'block', subject: { kind: 'artist', id: 'mo' as never } },
      { type: 'block', subject: { kind: 'track', id: track('e') } },
    );
    expect(idsOf(blocked.rows)).toEqual(['a']);
    expect(idsOf(blocked.yours)).toEqual([]);
  });

  it.each(['play', 'skip', 'dislike', 'complete'] as const)('[L5] takes what had a %s off the list', (type) => {
    const act = { type, trackId: track('b'), ...(type === 'skip' || type === 'complete' ? { heardFraction: 0.95 } : {}) } as Act;
    expect(idsOf(after(aSlate(), act).rows)).toEqual(['a', 'c', 'd']);
  });

  it('[L6] moves a pinned row to the end of Yours next, and a queued one where it was asked for', () => {
    const slate = aSlate({ yours: [aRow('y')] });
    const next = after(slate, { type: 'pin', trackId: track('c') }, { type: 'queue', trackId: track('a'), at: 'top' });
    expect(idsOf(next.yours)).toEqual(['a', 'y', 'c']);
    expect(idsOf(next.rows)).toEqual(['b', 'd']);
    expect(next.yours[0]?.placedBy).toBe('listener');
    // As the server will say it.
    expect(next.yours.map(({ reason }) => reason.text)).toEqual(['Queued by you', slate.yours[0]?.reason.text, 'Pinned by you']);
  });

  it('[L6] queues a track that only a search knew, by its card', () => {
    const pending: Pending = { event: anEvent(1), act: { type: 'queue', trackId: track('z'), at: 'end' }, card: aCard('z') };
    expect(idsOf(applyPending(aSlate(), [pending]).yours)).toEqual(['z']);
  });

  it('[L6] moves and removes rows of Yours next', () => {
    const slate = aSlate({ yours: [aRow('x'), aRow('y'), aRow('z')] });
    expect(idsOf(after(slate, { type: 'move', trackId: track('x'), to: 9 }).yours)).toEqual(['y', 'z', 'x']);
    expect(idsOf(after(slate, { type: 'unpin', trackId: track('y') }).yours)).toEqual(['x', 'z']);
    expect(idsOf(after(slate, { type: 'unqueue', trackId: track('z') }).yours)).toEqual(['x', 'y']);
  });

  it('[L6] lets a block win over a pin, whichever came first', () => {
    const block: Act = { type: 'block', subject: { kind: 'track', id: track('b') } };
    const pin: Act = { type: 'pin', trackId: track('b') };
    expect(idsOf(after(aSlate(), block, pin).yours)).toEqual([]);
    expect(idsOf(after(aSlate(), pin, block).yours)).toEqual([]);
  });

  it('leaves out an act that was undone', () => {
    const slate = aSlate();
    expect(
      idsOf(after(slate, { type: 'skip', trackId: track('a'), heardFraction: 0.1 }, { type: 'undo', event: anEvent(1) }).rows),
    ).toEqual(idsOf(slate.rows));
  });

  it('obeys again what was taken back and then done again', () => {
    const block: Act = { type: 'block', subject: { kind: 'track', id: track('b') } };
    const done = [block, { type: 'undo', event: anEvent(1) }, { type: 'undo', event: anEvent(2) }] satisfies readonly Act[];
    expect(idsOf(after(aSlate(), ...done).rows)).toEqual(['a', 'c', 'd']);
    expect(idsOf(after(aSlate(), ...done, { type: 'undo', event: anEvent(3) }).rows)).toEqual(['a', 'b', 'c', 'd']);
  });

  it('keeps an act until a slate covers its place in the log', () => {
    const pending: Pending[] = [
      { event: anEvent(1), act: { type: 'pin', trackId: track('a') }, position: aPosition(4) },
      { event: anEvent(2), act: { type: 'pin', trackId: track('b') }, position: aPosition(6) },
      { event: anEvent(3), act: { type: 'pin', trackId: track('c') } },
    ];
    expect(stillPending(pending, aPosition(5)).map((one) => one.event)).toEqual([anEvent(2), anEvent(3)]);
    expect(stillPending(pending, aPosition(0, 2)).map((one) => one.event)).toEqual([anEvent(3)]);
    expect(stillPending(pending, null)).toEqual(pending);
  });
});

const id = fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f');
const anAct: fc.Arbitrary<Act> = fc.oneof(
  id.map((one): Act => ({ type: 'play', trackId: track(one) })),
  id.map((one): Act => ({ type: 'pin', trackId: track(one) })),
  id.map((one): Act => ({ type: 'unpin', trackId: track(one) })),
  id.map((one): Act => ({ type: 'dislike', trackId: track(one) })),
  fc.record({ trackId: id, to: fc.nat(6) }).map(({ trackId, to }): Act => ({ type: 'move', trackId: track(trackId), to })),
  id.map((one): Act => ({ type: 'queue', trackId: track(one), at: 'top' })),
  id.map((one): Act => ({ type: 'block', subject: { kind: 'track', id: track(one) } })),
  id.map((one): Act => ({ type: 'block', subject: { kind: 'artist', id: `artist-of-${one}` as never } })),
  id.map((one): Act => ({ type: 'unblock', subject: { kind: 'track', id: track(one) } })),
);

describe('applyPending, whatever the listener does', () => {
  const acts = fc.array(anAct, { maxLength: 12 });
  const slate = aSlate({ yours: [aRow('e'), aRow('f')] });

  it('[L5] never shows what is blocked, and shows no track twice', () => {
    fc.assert(
      fc.property(acts, (done) => {
        const before = structuredClone(slate);
        const next = after(slate, ...done);
        const shown = [...idsOf(next.rows), ...idsOf(next.yours)];
        expect(new Set(shown).size).toBe(shown.length);
        const blocked = new Set<string>();
        for (const act of done) {
          if (act.type === 'block') blocked.add(act.subject.id);
          if (act.type === 'unblock') blocked.delete(act.subject.id);
        }
        for (const row of [...next.rows, ...next.yours]) {
          expect(blocked.has(row.track.trackId)).toBe(false);
          expect(blocked.has(row.track.artistId)).toBe(false);
        }
        expect(slate).toEqual(before);
      }),
    );
  });

  it('[L6] drops a row of Yours next only where the hand, its being played or a block says so', () => {
    fc.assert(
      fc.property(acts, (done) => {
        const next = idsOf(after(slate, ...done).yours);
        for (const kept of ['e', 'f']) {
          const touched = done.some(
            (act) => ('trackId' in act && act.trackId === kept) || (act.type === 'block' && act.subject.id.endsWith(kept)),
          );
          if (!touched) expect(next).toContain(kept);
        }
      }),
    );
  });
});
