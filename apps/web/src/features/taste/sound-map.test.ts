import { describe, expect, it } from 'vitest';
import { aMap } from '../../testing/builders.ts';
import { coloursOf, namedGenres, nearestGenre, nearestTrack, parseMap, placeOn } from './sound-map.ts';

describe('the map of the catalogue', () => {
  it('puts a vector where it points, at the edge if it points outside', () => {
    const map = aMap();
    expect(placeOn(map, [0.5, 0])).toEqual({ x: 0.5, y: 0 });
    expect(placeOn({ ...map, y: { axis: [0, 1], offset: 0.2 } }, [0, -0.1]).y).toBeCloseTo(-0.3, 10);
    expect(placeOn({ ...map, x: { axis: [9, 0], offset: 0 } }, [1, 0]).x).toBeLessThan(1.2);
  });

  it('finds the nearest track, of one genre where that is asked, and the nearest genre', () => {
    const map = aMap();
    expect(nearestTrack(map, { x: 0.9, y: 0 })).toBe('t1');
    expect(nearestTrack(map, { x: 0.9, y: 0 }, 0)).toBe('t0');
    expect(nearestGenre(map, { x: 0.6, y: 0.1 })).toBe('hard rock');
  });

  it('names genres that lie apart, and none over another', () => {
    const map = aMap();
    expect(namedGenres(map)).toEqual([0, 1]);
    expect(coloursOf({ ...map, genres: [...map.genres, { genre: 'grunge', x: 0.5, y: 0.5 }] }, [0, 1])).toEqual([0, 1, 1]);
    const crowded = Array.from({ length: 30 }, (_, i) => ({ genre: `g${i}`, x: ((i * 7) % 20) / 10 - 1, y: ((i * 3) % 20) / 10 - 1 }));
    const named = namedGenres({ ...map, genres: crowded }).map((at) => crowded[at]!);
    expect(named.length).toBeGreaterThan(3);
    for (const [i, a] of named.entries())
      for (const b of named.slice(i + 1)) expect(Math.abs(a.x - b.x) < 0.6 && Math.abs(a.y - b.y) < 0.15).toBe(false);
  });

  it.each([null, 'map', {}, { ...aMap(), x: { axis: ['1'], offset: 0 } }, { ...aMap(), tracks: [{ x: 1 }] }])(
    'takes no %j for one',
    (raw) => {
      expect(parseMap(raw)).toBeNull();
    },
  );
});
