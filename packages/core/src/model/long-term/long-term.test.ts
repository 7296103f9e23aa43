import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { asListenerId, asOutboxId, eventIdOf } from '../../events/index.ts';
import { anEvent, completes, skips, trackId } from '../../testing/builders.ts';
import { hashOf } from '../hash.ts';
import { DIMENSIONS, dot } from '../vector.ts';
import { AlongVectors } from './along-vectors.ts';
import { fitLongTerm, type LongTermFit, neighboursAmong, type SampledListener } from './fit-long-term.ts';
import { FitPieces, isFitPiece, packFit } from './fit-record.ts';
import { invertPositive } from './invert-positive.ts';
import { ListenerSample } from './listener-sample.ts';
import { createLongTermLearner } from './long-term-learner.ts';
import { LongTermView } from './long-term-view.ts';

const OF = { epoch: 1, events: 500 };
const LEAST_HALF = 2 ** -14;

/** Listeners of tracks 0, 1, 2, …, all liked alike. */
const listenersOf = (...histories: readonly (readonly number[])[]): SampledListener[] =>
  histories.map((tracks) => ({ tracks: Uint32Array.from(tracks), strengths: new Float64Array(tracks.length).fill(1) }));

/** From track to neighbour, by the tracks' own numbers. */
function weightsOf(fit: LongTermFit, which: 'weights' | 'cosines'): Map<string, number> {
  const out = new Map<string, number>();
  fit.tracks.forEach((track, place) => {
    for (let i = fit.starts[place]!; i < fit.starts[place + 1]!; i++) out.set(`${track} ${fit.tracks[fit.neighbours[i]!]}`, fit[which][i]!);
  });
  return out;
}

/** What vectors say of the weight from one track to another, by the tracks' own numbers. */
function alongVectors(fit: LongTermFit, one: number, other: number): number {
  const vectorOf = (track: number) => fit.vectors.subarray(fit.tracks.indexOf(track) * DIMENSIONS).subarray(0, DIMENSIONS);
  return dot(vectorOf(one), vectorOf(other)) / fit.left[fit.tracks.indexOf(other)]!;
}

const someHistories = fc.array(fc.uniqueArray(fc.nat(7), { minLength: 1, maxLength: 8 }), { minLength: 2, maxLength: 12 });

describe('the long-term fit', () => {
  it('solved on the side of the listeners, and split in vectors and neighbours, is EASE: -P[i][j] / P[j][j] of P = (X’X + λI)⁻¹', () => {
    fc.assert(
      fc.property(someHistories, (histories) => {
        const size = 8;
        const gram = new Float64Array(size * size);
        const shareOf = (tracks: readonly number[]) => tracks.length ** -0.2;
        let lengths = 0;
        for (const tracks of histories) {
          lengths += tracks.length * shareOf(tracks) ** 2;
          for (const one of tracks) for (const other of tracks) gram[one * size + other]! += shareOf(tracks) ** 2;
        }
        const pull = (2.5 * lengths) / histories.length;
        for (let i = 0; i < size; i++) gram[i * size + i]! += pull;
        invertPositive(gram, size);
        const fit = fitLongTerm(listenersOf(...histories), OF);
        const fitted = weightsOf(fit, 'weights');
        for (const [pair, weight] of fitted) {
          const [one, other] = pair.split(' ').map(Number) as [number, number];
          // Eleven bits of it travel, and nothing below the least half.
          const exact = -gram[one * size + other]! / gram[other * size + other]!;
          const along = alongVectors(fit, one, other);
          const grain = 0.001 * (Math.abs(exact) + Math.abs(along)) + LEAST_HALF;
          expect(Math.abs(weight + along - exact)).toBeLessThan(grain);
        }
        expect(fitted.size).toBeGreaterThanOrEqual(histories.some((tracks) => tracks.length > 1) ? 2 : 0);
      }),
      { numRuns: 50 },
    );
  });

  it('has vectors only where listeners are many enough to have directions in common, and tells two camps apart by them', () => {
    const few = fitLongTerm(listenersOf([0, 1], [0, 1], [0]), OF);
    expect(few.vectors.every((value) => value === 0)).toBe(true);
    const camps = Array.from({ length: 40 }, (_, listener) =>
      Array.from({ length: 12 }, (_, i) => (listener % 2) * 30 + ((i * 7 + listener) % 30)),
    );
    const fit = fitLongTerm(listenersOf(...camps), OF);
    const mean = (from: number) => {
      let sum = 0;
      for (let one = 0; one < 30; one++) for (let other = from; other < from + 30; other++) sum += alongVectors(fit, one, other) / 900;
      return sum;
    };
    expect(mean(0)).toBeGreaterThan(0.005);
    expect(Math.abs(mean(30))).toBeLessThan(mean(0) / 10);
  });

  it('read by whoever serves, says of every row what the vectors say of its track, also once rows have moved and a newer fit is read', () => {
    const fitAt = (events: number, shift: number) =>
      fitLongTerm(
        listenersOf(...Array.from({ length: 40 }, (_, who) => [0, 1, 2, 3].map((i) => (who % 2) * 20 + ((i * 7 + who + shift) % 20)))),
        {
          epoch: 1,
          events,
        },
      );
    const vectors = new AlongVectors();
    const enjoyed = Uint32Array.of(3, 25);
    for (const fit of [fitAt(500, 0), fitAt(600, 1)]) {
      const view = new LongTermView(fit, vectors);
      // The last row is of a track that the fit has never heard of.
      for (const [generation, tracks] of [[...fit.tracks, 99], [...fit.tracks].reverse().concat(99)].entries()) {
        const rows = {
          size: tracks.length,
          generation,
          rowOfHash: (hash: number) => (tracks.includes(hash) ? tracks.indexOf(hash) : undefined),
        };
        const along = view.neighboursOf(enjoyed, (place) => place + 1, rows, { add: () => {} }, null);
        for (const [row, track] of tracks.slice(0, -1).entries()) {
          const meant = alongVectors(fit, 3, track) + 2 * alongVectors(fit, 25, track);
          expect(Math.abs(along.at(row) - meant)).toBeLessThan(1e-5);
        }
        expect(along.at(tracks.length - 1)).toBe(0);
      }
      expect(fit.vectors.some((value) => value !== 0)).toBe(true);
    }
  });

  it('knows the cosine of two tracks’ listeners, who count less the more they heard', () => {
    const cosines = weightsOf(fitLongTerm(listenersOf([0, 1], [0, 1], [0], [2]), OF), 'cosines');
    expect(cosines.get('0 1')).toBeCloseTo((2 * Math.sqrt(1.5 / 2)) / Math.sqrt(3 * 2), 3);
    expect(cosines.get('2 0')).toBeUndefined();
  });

  it('of no listeners, and of one track alone, is empty and finite', () => {
    expect(fitLongTerm([], OF).neighbours).toHaveLength(0);
    expect(fitLongTerm(listenersOf([3]), OF)).toMatchObject({ tracks: Uint32Array.of(3), starts: Int32Array.of(0, 0) });
  });

  it('comes out of its pieces as it went in, in whatever order they come; an older one does not come back', () => {
    const histories = Array.from({ length: 40 }, (_, listener) => Array.from({ length: 30 }, (_, i) => (listener * 31 + i * i * 7) % 900));
    const rows = histories.map((tracks) => [...new Set(tracks)]);
    const fit = fitLongTerm(listenersOf(...rows), OF);
    const packed = packFit(fit);
    expect(packed.length).toBeGreaterThan(1);
    expect(packed.every(({ id, bytes }) => isFitPiece(id) && bytes.length < 1_000_000)).toBe(true);
    const pieces = new FitPieces();
    const whole = packed.toReversed().map(({ bytes }) => pieces.take(bytes));
    expect(whole.slice(0, -1).every((one) => one === null)).toBe(true);
    expect(whole.at(-1)).toEqual(fit);

    const first = packed[0]!.bytes.slice();
    first[0] = 1;
    expect(pieces.take(first), 'of a version that had no vectors').toBeNull();
    const older = packFit(fitLongTerm(listenersOf([0, 1]), { epoch: 1, events: 400 }));
    expect(older.map(({ bytes }) => pieces.take(bytes))).toEqual([null]);
    const replaced = packFit(fitLongTerm(listenersOf([0, 1]), { epoch: 2, events: 400 }));
    expect(pieces.take(replaced[0]!.bytes)?.epoch).toBe(2);
  });
});

describe('the sample of listeners', () => {
  it('is bounded, and the same whatever order they came in', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.nat(1_000_000), { minLength: 20, maxLength: 60 }), fc.nat(), (hashes, turn) => {
        const one = new ListenerSample(8);
        const other = new ListenerSample(8);
        for (const hash of hashes) one.add(hash, hash % 7, 1);
        for (let i = 0; i < hashes.length; i++) {
          const hash = hashes[(i + turn) % hashes.length]!;
          other.add(hash, hash % 7, 1);
        }
        expect(one.listeners()).toHaveLength(8);
        expect(one.listeners()).toEqual(other.listeners());
      }),
    );
  });

  it('says how much each track is liked against the listener’s mean', () => {
    const sample = new ListenerSample();
    sample.add(1, 10, 1);
    sample.add(1, 20, 3);
    expect(sample.listeners()[0]).toEqual({
      tracks: Uint32Array.of(10, 20),
      strengths: Float64Array.of(Math.sqrt(0.5), Math.sqrt(1.5)),
    });
  });
});

describe('neighbours of a track', () => {
  it('grow with the catalogue, between two bounds', () => {
    expect([1, 2_000, 11_000, 20_000].map(neighboursAmong)).toEqual([80, 80, 147, 160]);
  });
});

describe('following the log for a refit', () => {
  const listened = (track: number) => anEvent(completes(track));
  const hashes = (learner: ReturnType<typeof createLongTermLearner>) => learner.listeners().map(({ tracks }) => [...tracks].sort());

  it('is due at stated events, 4 % apart', () => {
    const learner = createLongTermLearner();
    const due: number[] = [];
    for (let i = 0; i < 560; i++) if (learner.take(listened(i % 40))) due.push(learner.events);
    expect(due).toEqual([500, 520, 541]);
  });

  it('is due of all there is once the log has come to rest, unless hardly anything came since the last one', () => {
    const learner = createLongTermLearner();
    const dueOnce = (listens: number) => {
      for (let i = 0; i < listens; i++) learner.take(listened(i % 40));
      return learner.settle();
    };
    expect(dueOnce(49)).toBe(false);
    // The little that a young log has, once it rests.
    expect(dueOnce(1)).toBe(true);
    // 500 was due by itself.
    expect(dueOnce(450)).toBe(false);
    expect(dueOnce(4)).toBe(false);
    expect(dueOnce(1)).toBe(true);
    expect(dueOnce(0)).toBe(false);
  });

  it('[L2] learns nothing twice when the log holds an event twice', () => {
    const learner = createLongTermLearner();
    const event = listened(1);
    learner.take(event);
    learner.take(event);
    expect(learner.events).toBe(1);
  });

  it('takes back what was undone, disliked or blocked, and does not count what was skipped early', () => {
    const learner = createLongTermLearner();
    const undone = listened(1);
    learner.take(undone);
    learner.take(anEvent({ type: 'undo', event: eventIdOf(undone) }));
    learner.take(listened(2));
    learner.take(anEvent({ type: 'dislike', trackId: trackId(2) }));
    learner.take(anEvent(skips(3, 0.05)));
    learner.take(listened(4));
    expect(hashes(learner)).toEqual([[hashOf(trackId(4))]]);
  });

  it('[L14] forgets a listener who erases themselves', () => {
    const learner = createLongTermLearner();
    const ben = { listenerId: asListenerId('ben'), outbox: asOutboxId('outbox-ben') };
    learner.take(anEvent(completes(1), ben));
    learner.take(listened(2));
    learner.take(anEvent({ type: 'erase' }, ben));
    expect(hashes(learner)).toEqual([[hashOf(trackId(2))]]);
  });
});
