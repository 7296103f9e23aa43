import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { TrackId } from '../events/index.ts';
import { CoListening } from './co-listening.ts';

const TRACKS = Array.from({ length: 8 }, (_, i) => `t${i}` as TrackId);
const track = fc.constantFrom(...TRACKS);
const pairs = fc.record({
  weights: fc
    .uniqueArray(fc.tuple(track, fc.double({ min: 0.1, max: 9, noNaN: true })), { selector: ([other]) => other })
    .map((entries) => new Map(entries)),
  share: fc.double({ min: 0.01, max: 1, noNaN: true }),
});

/** What goes with a track, as its definition reads. */
function plainly(written: ReadonlyMap<TrackId, { weights: Map<TrackId, number>; share: number }>, id: TrackId): number[] {
  const rarity = (of: TrackId) => {
    const { weights, share } = written.get(of) ?? { weights: new Map<TrackId, number>(), share: 1 };
    return ([...weights.values()].reduce((sum, weight) => sum + weight, 0) * share + 3) ** -0.3;
  };
  const pair = (later: TrackId, earlier: TrackId) =>
    Math.sqrt((written.get(later)?.weights.get(earlier) ?? 0) * (written.get(later)?.share ?? 1));
  return TRACKS.map((other) => (pair(other, id) + 0.5 * pair(id, other)) * rarity(id) * rarity(other));
}

describe('co-listening', () => {
  it('is read from either side as it was written, whatever was replaced, and of tracks of the catalogue alone', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(track, pairs), { minLength: 1, maxLength: 40 }), track, (puts, seed) => {
        const together = new CoListening();
        const written = new Map<TrackId, { weights: Map<TrackId, number>; share: number }>();
        // The last track is not in the catalogue.
        for (const [row, id] of TRACKS.entries()) together.place(id, row < TRACKS.length - 1 ? row : null);
        for (const [id, { weights, share }] of puts) {
          weights.delete(id);
          together.put(id, { weights, share });
          written.set(id, { weights, share });
        }
        const expected = plainly(written, seed);
        const sums = new Float64Array(TRACKS.length);
        together.addCompanions(together.numberOf(seed), 2, {
          add: (row, by) => {
            sums[row] = sums[row]! + by;
          },
        });
        for (const [row, value] of expected.entries()) expect(sums[row]).toBeCloseTo(row < TRACKS.length - 1 ? 2 * value : 0, 9);
        for (const [row, other] of TRACKS.entries()) {
          const [, strength] = together.withEach(together.numberOf(other), Int32Array.of(-1, together.numberOf(seed)));
          expect(strength).toBeCloseTo(expected[row]!, 9);
        }
      }),
    );
  });

  it('follows a track to another row, and out of the catalogue', () => {
    const together = new CoListening();
    const [a, b] = [TRACKS[0]!, TRACKS[1]!];
    together.place(a, 0);
    together.place(b, 1);
    together.put(b, { weights: new Map([[a, 1]]), share: 1 });
    const rowsOf = (id: TrackId) => {
      const rows: number[] = [];
      together.addCompanions(together.numberOf(id), 1, { add: (row) => void rows.push(row) });
      return rows;
    };
    together.place(b, 5);
    expect(rowsOf(a)).toEqual([5]);
    together.place(b, null);
    expect(rowsOf(a)).toEqual([]);
  });
});
