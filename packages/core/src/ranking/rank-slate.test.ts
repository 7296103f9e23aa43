import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Act, asArtistId, asEventId, asOutboxId, type ListenEvent } from '../events/index.ts';
import { SIGNAL_GROUPS } from '../features/index.ts';
import { foldEvent, freshTrackState, ModelView, newTaste, type Taste, type Track } from '../model/index.ts';
import { anEvent, aTrack, completes, likes, skips, someTracks, trackId } from '../testing/builders.ts';
import { decidedBy } from './decide.ts';
import { cardOf, type RankInput, rankSlate } from './rank-slate.ts';

const model = new ModelView();
model.setTracks(someTracks(300), []);
const card = (track: Track) => cardOf(track, { soundUrl: '/audio', coverUrl: '/cover' });
const tasteOf = (acts: readonly Act[]): Taste => {
  const taste = newTaste({ epoch: 1, partition: 0, offset: 0 }, null);
  acts.forEach((act, offset) => {
    foldEvent(taste, anEvent(act, { number: offset + 1 }), { epoch: 1, partition: 0, offset }, model);
  });
  return taste;
};
const rank = (taste: Taste | null, overrides: Partial<RankInput> = {}) =>
  rankSlate({ model, taste, pending: [], nowMs: 1_750_000_000_000, size: 20, seed: 1, cardOf: card, ...overrides });
const idsOf = (slate: ReturnType<typeof rank>) => slate.rows.map((row) => row.track.trackId);

const someActs = fc.array(
  fc.oneof(
    fc.nat(299).map(completes),
    fc.nat(299).map((n) => skips(n)),
    fc.nat(299).map(likes),
    fc.nat(299).map((n): Act => ({ type: 'block', subject: { kind: 'artist', id: model.trackAt(n).artistId } })),
  ),
  { maxLength: 30 },
);

describe('a slate', () => {
  it('is full, without a repeat, for somebody nobody has met, and says that it is a start', () => {
    const slate = rank(null);
    expect(slate.rows).toHaveLength(20);
    expect(new Set(idsOf(slate)).size).toBe(20);
    expect(new Set(slate.rows.slice(0, 10).map((row) => row.track.genre)).size).toBeGreaterThanOrEqual(4);
  });

  it('moves at least three of the first ten rows on the first like or skip', () => {
    const before = idsOf(rank(null)).slice(0, 10);
    const first = model.rowOf(before[0] ?? trackId(0)) ?? 0;
    for (const act of [likes(Number(model.trackAt(first).id.slice(1))), skips(Number(model.trackAt(first).id.slice(1)))]) {
      const after = idsOf(rank(tasteOf([act]))).slice(0, 10);
      // Without the played row everything rises by one: that alone does not count as a move.
      const expected = before.filter((id) => id !== model.trackAt(first).id);
      expect(after.filter((id, place) => expected[place] !== id).length).toBeGreaterThanOrEqual(3);
    }
  });

  it('brings more of what was finished and less of what was skipped', () => {
    const count = (taste: Taste, genre: string) => rank(taste).rows.filter((row) => row.track.genre === genre).length;
    const loves = tasteOf([completes(0), completes(5), completes(10), completes(15)]);
    const hates = tasteOf([skips(0), skips(5), skips(10), skips(15)]);
    expect(count(loves, 'slow soul')).toBeGreaterThan(count(hates, 'slow soul') + 3);
  });

  it('never has more than two in a row of an artist', () => {
    fc.assert(
      fc.property(someActs, (acts) => {
        const artists = rank(tasteOf(acts)).rows.map((row) => row.track.artistId);
        for (let i = 2; i < artists.length; i++) expect(artists[i] === artists[i - 1] && artists[i] === artists[i - 2]).toBe(false);
      }),
      { numRuns: 40 },
    );
  });

  it('has no more than two of an artist among any six rows, whose track was pinned too', () => {
    fc.assert(
      fc.property(someActs, fc.nat(299), (acts, pinned) => {
        const artists = rank(tasteOf([...acts, { type: 'pin', trackId: trackId(pinned) }])).rows.map((row) => row.track.artistId);
        for (let i = 0; i + 6 <= artists.length; i++) {
          const near = artists.slice(i, i + 6);
          for (const artist of near) expect(near.filter((other) => other === artist).length).toBeLessThanOrEqual(2);
        }
      }),
      { numRuns: 40 },
    );
  });

  it('is full where the catalogue has too few artists for that', () => {
    const small = new ModelView();
    small.setTracks(
      Array.from({ length: 30 }, (_, number) => aTrack(number, { artistId: asArtistId(`one-of-two-${number % 2}`) })),
      [],
    );
    const artists = rank(tasteOf([completes(0)]), { model: small }).rows.map((row) => row.track.artistId);
    expect(artists).toHaveLength(20);
    for (let i = 2; i < artists.length; i++) expect(artists[i] === artists[i - 1] && artists[i] === artists[i - 2]).toBe(false);
  });

  it('[L5] never shows what was blocked, nor straight back what was heard or skipped, learnt or still pending', () => {
    fc.assert(
      fc.property(someActs, someActs, (learnt, waiting) => {
        const pending = waiting.map((act, i) => ({ position: { epoch: 1, partition: 0, offset: 1000 + i }, event: anEvent(act) }));
        const slate = rank(tasteOf(learnt), { pending });
        const blocked = [...learnt, ...waiting].flatMap((act) => (act.type === 'block' ? [act.subject.id as string] : []));
        const heard = [...learnt, ...waiting]
          .slice(-10)
          .flatMap((act) => (act.type === 'skip' || act.type === 'complete' ? [act.trackId] : []));
        for (const row of [...slate.rows, ...slate.yours]) expect(blocked).not.toContain(row.track.artistId);
        for (const id of idsOf(slate)) expect(heard).not.toContain(id);
      }),
      { numRuns: 40 },
    );
  });

  it.each([1, 2, 10, 24, 26])(
    '[L5] plays on in a catalogue of %i: half of it, the least heard, is in the list once all was heard',
    (count) => {
      const small = new ModelView();
      small.setTracks(someTracks(count), []);
      const heard = (more: number): Act[] => Array.from({ length: count + more }, (_, i) => completes(i % count));
      for (const more of [0, 1]) {
        const taste = newTaste({ epoch: 1, partition: 0, offset: 0 }, null);
        heard(more).forEach(
          (act, offset) => void foldEvent(taste, anEvent(act, { number: offset + 1 }), { epoch: 1, partition: 0, offset }, small),
        );
        const rows = idsOf(rank(taste, { model: small }));
        expect(rows.length).toBeGreaterThanOrEqual(Math.min(20, Math.ceil(count / 2)));
        if (count > 1) expect(rows).not.toContain(trackId((count + more - 1) % count));
      }
    },
  );

  it('[L6] keeps Yours next as the hand left it, and a block wins over a pin', () => {
    const taste = tasteOf([
      { type: 'queue', trackId: trackId(7), at: 'end' },
      { type: 'pin', trackId: trackId(8) },
      { type: 'queue', trackId: trackId(9), at: 'top' },
      { type: 'move', trackId: trackId(8), to: 0 },
      ...Array.from({ length: 30 }, (_, i) => skips(100 + i)),
      { type: 'block', subject: { kind: 'track', id: trackId(7) } },
    ]);
    expect(rank(taste).yours.map((row) => row.track.trackId)).toEqual([trackId(8), trackId(9)]);
    expect(idsOf(rank(taste))).not.toContain(trackId(8));
  });

  it('[L12] gives the reason whose removal, all else equal, costs the row most', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: SIGNAL_GROUPS.length, maxLength: SIGNAL_GROUPS.length }),
        (parts) => {
          const groups = new Map(SIGNAL_GROUPS.map((group, i) => [group, parts[i] ?? 0]));
          const total = [...groups.values()].reduce((sum, part) => sum + part, 0);
          const dropWithout = (group: string) =>
            total - [...groups].filter(([name]) => name !== group).reduce((sum, [, part]) => sum + part, 0);
          const decision = decidedBy(Float64Array.from(parts));
          const drops = [...groups.keys()].map((group) => dropWithout(group));
          if (decision.kind === 'none') expect(Math.max(0, ...drops)).toBeLessThan(1e-6);
          if (decision.kind === 'one') {
            expect(dropWithout(decision.group)).toBeGreaterThan(0);
            expect(dropWithout(decision.group)).toBeGreaterThanOrEqual(Math.max(...drops) - 1e-9);
          }
          if (decision.kind === 'two')
            expect([dropWithout(decision.first), dropWithout(decision.second)].sort()).toEqual(
              [...drops]
                .sort((a, b) => a - b)
                .slice(-2)
                .map((drop) => expect.closeTo(drop, 9))
                .sort(),
            );
        },
      ),
    );
  });

  it('[L12] says of chance and variety rows that they are', () => {
    const slate = rank(tasteOf([completes(0), completes(5), completes(10), completes(15), completes(20)]));
    const explored = slate.rows.filter((row) => row.placedBy === 'exploration');
    expect(explored.length).toBeGreaterThan(0);
    for (const row of explored) {
      expect(row.reason.kind).toBe('explore');
      expect(row.propensity).toBeLessThan(1);
    }
    for (const row of slate.rows.filter((other) => other.placedBy === 'variety')) expect(row.reason.kind).toBe('variety');
  });

  it('is the same, row for row, after an undo with nothing in between', () => {
    const acts: Act[] = [completes(0), likes(5), completes(12)];
    const before = tasteOf(acts);
    const after = tasteOf([...acts, skips(44)]);
    foldEvent(after, anEvent({ type: 'undo', event: `outbox-1:4` as never }, { number: 5 }), { epoch: 1, partition: 0, offset: 9 }, model);
    expect(rank(after)).toEqual({ ...rank(before), covers: { epoch: 1, partition: 0, offset: 9 } });
  });

  it('is drawn the same by whichever browser a gesture and its undo came', () => {
    const acts: Act[] = [completes(0), completes(5), completes(10), completes(15)];
    const ofTwo = (more: readonly Partial<ListenEvent>[]) => {
      const taste = tasteOf(acts);
      [{ act: completes(20), outbox: asOutboxId('outbox-2'), number: 1 }, ...more].forEach((event, i) => {
        foldEvent(taste, anEvent(event.act ?? completes(0), event), { epoch: 1, partition: 0, offset: 10 + i }, model);
      });
      return taste;
    };
    const undone = ofTwo([
      { act: { type: 'dislike', trackId: trackId(44) }, number: 5 },
      { act: { type: 'undo', event: asEventId('outbox-1:5') }, number: 6 },
    ]);
    expect(rank(undone).rows).toEqual(rank(ofTwo([])).rows);
  });

  it('[L12] stands again as it stood for the same taste, though tracks have moved since, with reasons of now', () => {
    const taste = tasteOf([completes(0), likes(5), completes(12), completes(20)]);
    const other = new ModelView();
    other.setTracks(someTracks(300), []);
    const before = rank(taste, { model: other });
    for (const { track } of before.rows.slice(0, 3)) {
      const moved = freshTrackState(other.vectorOf(track.trackId)!.map((value) => -value));
      moved.version = 1;
      other.apply(track.trackId, moved);
    }
    const anew = rank(taste, { model: other });
    const again = rank(taste, { model: other, again: before.placed });
    expect(idsOf(anew)).not.toEqual(idsOf(before));
    expect(again.rows.map(({ track, placedBy, propensity }) => [track.trackId, placedBy, propensity])).toEqual(
      before.rows.map(({ track, placedBy, propensity }) => [track.trackId, placedBy, propensity]),
    );
    const reasons = new Map(anew.rows.map(({ track, placedBy, reason }) => [`${track.trackId} ${placedBy}`, reason]));
    const both = again.rows.filter(({ track, placedBy }) => reasons.has(`${track.trackId} ${placedBy}`));
    expect(both.length).toBeGreaterThan(5);
    for (const { track, placedBy, reason } of both) expect(reason).toEqual(reasons.get(`${track.trackId} ${placedBy}`));
    expect(again.parts[0]).not.toEqual(before.parts[0]);
  });

  it('[L5] does not stand again where that would show what was blocked', () => {
    const before = rank(tasteOf([completes(0)]));
    const [first] = idsOf(before);
    const blocked = tasteOf([completes(0), { type: 'block', subject: { kind: 'track', id: first! } }]);
    expect(idsOf(rank(blocked, { again: before.placed }))).toEqual(idsOf(before).slice(1));
  });

  it('follows the sliders', () => {
    const taste = tasteOf([completes(0), completes(5)]);
    const energyAt = (energy: number) => {
      const { rows } = rank(taste, { tune: { discover: 0.5, energy } });
      return rows.reduce((sum, row) => sum + row.track.energy, 0) / rows.length;
    };
    expect(energyAt(1)).toBeGreaterThan(energyAt(0) + 0.2);
  });
});
