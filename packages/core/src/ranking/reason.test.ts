import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Act, ListenEvent, TrackId } from '../events/index.ts';
import { SIGNAL_GROUPS, SIGNALS, type SignalGroup } from '../features/index.ts';
import { applyStep, foldEvent, freshTrackState, ModelView, newTaste, stepsOf, type Taste } from '../model/index.ts';
import { anEvent, aTrack, completes, likes, skips, someTracks, trackId } from '../testing/builders.ts';
import { contextOf } from './context.ts';
import { cardOf, rankSlate } from './rank-slate.ts';
import { reasonOf } from './reason.ts';
import { createScorer } from './score.ts';
import { trendingOf } from './trending.ts';

const NOW = 1_750_000_000_000;
const SIZE = 200;

/** Learns acts as one process does, tracks too, so that all signals have something to say. */
function learnt(acts: readonly Act[], people = 0): { readonly model: ModelView; readonly taste: Taste } {
  const model = new ModelView();
  model.setTracks([...someTracks(SIZE - 5), ...[195, 196, 197, 198, 199].map((n) => aTrack(n, { addedAtMs: NOW - n * 1_000_000 }))], []);
  const taste = newTaste({ epoch: 1, partition: 0, offset: 0 }, null);
  const step = (event: ListenEvent, of: Taste, offset: number) => {
    const source = { epoch: 1, partition: 0, offset };
    const folded = foldEvent(of, event, source, model);
    const input = of.ring.at(-1)?.input;
    if (folded.outcome !== 'learnt' || !input || !folded.lesson) return;
    const { lesson, before } = folded;
    const { listenerId, origin } = event;
    for (const one of stepsOf({ listenerId, source, origin, input, lesson, before, state: of.state, chance: trackId(offset % SIZE) })) {
      const state = states.get(one.track) ?? freshTrackState(model.vectorOf(one.track) ?? one.listener);
      applyStep(state, one);
      states.set(one.track, state);
      model.apply(one.track, state);
    }
  };
  const states = new Map<TrackId, ReturnType<typeof freshTrackState>>();
  for (let person = 0; person < people; person++) {
    const other = newTaste({ epoch: 1, partition: 0, offset: 0 }, null);
    for (let n = 0; n < 3; n++)
      step(anEvent(completes((n * 5) % SIZE), { listenerId: `p${person}` as never, number: n + 1 }), other, person * 3 + n + 1);
  }
  acts.forEach((act, i) => {
    step(anEvent(act, { number: i + 1, occurredAtMs: NOW - 100_000 + i * 1_000 }), taste, 1_000 + i);
  });
  return { model, taste };
}

const ranked = ({ model, taste }: ReturnType<typeof learnt>, seed = 1) =>
  rankSlate({
    model,
    taste,
    pending: [],
    nowMs: NOW,
    size: 20,
    seed,
    cardOf: (track) => cardOf(track, { soundUrl: '/audio', coverUrl: '/cover' }),
  });

const anAct: fc.Arbitrary<Act> = fc.oneof(
  fc.nat(SIZE - 1).map(completes),
  fc.tuple(fc.nat(SIZE - 1), fc.double({ min: 0, max: 1, noNaN: true })).map(([track, heard]) => skips(track, heard)),
  fc.nat(SIZE - 1).map(likes),
  fc.nat(SIZE - 1).map((n): Act => ({ type: 'dislike', trackId: trackId(n) })),
  fc
    .tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.double({ min: 0, max: 1, noNaN: true }))
    .map(([discover, energy]): Act => ({ type: 'tune', discover, energy })),
);

/** How much a row's score falls when a group is taken out of the scoring itself. */
function dropsOf({ model, taste }: ReturnType<typeof learnt>, id: TrackId): ReadonlyMap<SignalGroup, number> {
  const row = Int32Array.of(model.rowOf(id) ?? -1);
  const context = contextOf({ model, listener: taste.state, fatigue: taste.shown.counted, wallMs: NOW, trending: trendingOf(model, NOW) });
  const whole = createScorer(context, row).scores[0]!;
  return new Map(
    SIGNAL_GROUPS.map((group) => [
      group,
      whole -
        createScorer(
          context,
          row,
          SIGNALS.filter((signal) => signal.group !== group),
        ).scores[0]!,
    ]),
  );
}

const SAYS: Readonly<Record<string, SignalGroup>> = {
  taste: 'taste',
  start: 'taste',
  'co-listened': 'co-listened',
  artist: 'artist',
  genre: 'genre',
  sound: 'sound',
  popular: 'popular',
  new: 'new',
  tuned: 'tuned',
};

describe('a reason', () => {
  it('[L12] of any row of any slate is what decided: its removal, all else of the row equal, costs most', () => {
    const seen = new Set<string>();
    fc.assert(
      fc.property(fc.array(anAct, { maxLength: 25 }), fc.nat(99), (acts, seed) => {
        const listener = learnt(acts, 8);
        for (const { track, reason, placedBy } of ranked(listener, seed).rows) {
          seen.add(reason.kind);
          if (placedBy !== 'model') {
            expect(reason.kind).toBe(placedBy === 'exploration' ? 'explore' : placedBy);
            continue;
          }
          const drops = [...dropsOf(listener, track.trackId)].sort(([, a], [, b]) => b - a);
          const [[first, most] = ['taste', 0], [second, next] = ['taste', 0]] = drops;
          if (most < 1e-6) expect(['mixed', 'start']).toContain(reason.kind);
          else if (reason.kind === 'mixed') {
            // Both are named, the larger first; neither is far ahead.
            expect(next).toBeGreaterThan(most * 0.9);
            expect(reason.shares.slice(0, 2).map(({ signal }) => signal)).toEqual(
              Math.abs(most - next) < 1e-9 ? expect.arrayContaining([first, second]) : [first, second],
            );
          } else expect(drops.find(([group]) => group === SAYS[reason.kind])?.[1]).toBeCloseTo(most, 9);
        }
      }),
      { numRuns: 60 },
    );
    // A property that saw one kind of reason would show little.
    expect(seen.size).toBeGreaterThanOrEqual(6);
  });

  it('[L12] of the sound names the pulse that a row was compared with, and the energy where its pulse is another one', () => {
    const listener = learnt([completes(0), completes(5), completes(10)]);
    const { model, taste } = listener;
    const context = contextOf({ model, listener: taste.state, fatigue: new Map(), wallMs: NOW, trending: trendingOf(model, NOW) });
    const ofSound = Float64Array.from(SIGNAL_GROUPS, (group) => (group === 'sound' ? 1 : 0));
    const { tempo, energy } = taste.state;
    const textOf = (tempoBpm: number) => {
      model.setTracks([aTrack(0, { tempoBpm, energy: energy.mean })], []);
      const placed = { row: model.rowOf(trackId(0))!, by: 'score', propensity: 1, insteadOf: null } as const;
      return reasonOf(placed, ofSound, context).text;
    };
    const same = `Same pulse as your last ones, around ${Math.round(tempo.mean)} bpm`;
    expect(textOf(tempo.mean + 10)).toBe(same);
    expect(textOf(tempo.mean - 10)).toBe(same);
    expect(textOf(tempo.mean * 2)).toBe('Same energy as your last ones');
    expect(textOf(tempo.mean / 2)).toBe('Same energy as your last ones');
  });

  it('[L12] of variety names the artist or the genre that the list would have had too much of', () => {
    const { model, taste } = learnt([completes(0), completes(5)]);
    const context = contextOf({ model, listener: taste.state, fatigue: new Map(), wallMs: NOW, trending: trendingOf(model, NOW) });
    const held = model.trackAt(7);
    const textOf = (by: 'other-artist' | 'other-genre') =>
      reasonOf({ row: 3, by, propensity: 1, insteadOf: 7 }, new Float64Array(SIGNAL_GROUPS.length), context);
    expect(textOf('other-artist')).toMatchObject({ kind: 'variety', text: `For a change from ${held.artist}` });
    expect(textOf('other-genre')).toMatchObject({ kind: 'variety', text: `For a change from ${held.genres[0]}` });
  });

  it('given to somebody who has said nothing is a place to start, new, or popular, and nothing of their taste', () => {
    for (const people of [0, 2, 8]) {
      const texts = new Set(ranked(learnt([], people)).rows.map((row) => row.reason.text));
      for (const text of texts)
        expect(text).toMatch(
          /^(A place to start(, for variety)?|New here|Popular in the demo|Popular with listeners here|A bit of both: (a place to start|what is popular|what is new) and (a place to start|what is popular|what is new))$/,
        );
    }
  });

  it('speaks of listeners only where at least five people listened', () => {
    const popular = (people: number) =>
      ranked(learnt([], people)).rows.filter((row) => row.reason.kind === 'popular' && row.reason.text === 'Popular with listeners here');
    expect(popular(4)).toHaveLength(0);
    expect(popular(5).length).toBeGreaterThan(0);
  });
});
