import { describe, expect, it } from 'vitest';
import { asTrackId } from '../events/index.ts';
import { dot, ModelView } from '../model/index.ts';
import { aTrack, someTracks, trackId } from '../testing/index.ts';
import { middleOf, soundMapOf } from './sound-map.ts';

const mapOf = (count: number, most = 100) => {
  const model = new ModelView();
  model.setTracks(someTracks(count), []);
  return { model, map: soundMapOf(model, most) };
};

describe('the map of the catalogue', () => {
  it('draws tracks of one genre nearer to its middle than to most others', () => {
    const { map } = mapOf(200, 200);
    const away = (a: { x: number; y: number }, b: { x: number; y: number }) => Math.hypot(a.x - b.x, a.y - b.y);
    const atHome = map.tracks.filter((track) => {
      const own = away(track, map.genres[track.genre]!);
      return map.genres.filter((genre) => away(track, genre) < own).length <= 1;
    });
    expect(atHome.length).toBeGreaterThan(map.tracks.length * 0.8);
  });

  it('keeps all but strays within -1..1, with more energy to the right', () => {
    const { model, map } = mapOf(200, 200);
    const inside = map.tracks.filter(({ x, y }) => Math.abs(x) <= 1.0001 && Math.abs(y) <= 1.0001);
    expect(inside.length).toBeGreaterThanOrEqual(180);
    const energyOf = (side: (x: number) => boolean) => {
      const of = map.tracks.filter(({ x }) => side(x)).map(({ trackId }) => model.track(trackId)?.energy ?? 0);
      return of.reduce((sum, energy) => sum + energy, 0) / of.length;
    };
    expect(energyOf((x) => x > 0)).toBeGreaterThan(energyOf((x) => x <= 0));
  });

  it('is the same for the same catalogue, whatever order it came in', () => {
    const model = new ModelView();
    model.setTracks(someTracks(60).toReversed(), []);
    const ids = (map: ReturnType<typeof soundMapOf>) => map.tracks.map(({ trackId }) => trackId);
    expect(ids(soundMapOf(model, 20))).toEqual(ids(mapOf(60, 20).map));
  });

  it('draws a catalogue of one genre, of one track and of none', () => {
    const model = new ModelView();
    expect(soundMapOf(model, 10)).toMatchObject({ genres: [], tracks: [] });
    model.setTracks([aTrack(1)], []);
    expect(soundMapOf(model, 10).tracks.every(({ x, y }) => Number.isFinite(x) && Number.isFinite(y))).toBe(true);
    model.setTracks([aTrack(1), aTrack(6), aTrack(11)], []);
    expect(soundMapOf(model, 10).tracks.every(({ x, y }) => Number.isFinite(x) && Number.isFinite(y))).toBe(true);
  });

  it('spreads a catalogue of one genre over the plane, and not along a line', () => {
    const model = new ModelView();
    model.setTracks(
      Array.from({ length: 40 }, (_, number) => aTrack(number * 5)),
      [],
    );
    const { tracks } = soundMapOf(model, 40);
    const mean = (of: (track: (typeof tracks)[number]) => number) => tracks.reduce((sum, track) => sum + of(track), 0) / tracks.length;
    const [mx, my] = [mean(({ x }) => x), mean(({ y }) => y)];
    const together = mean(({ x, y }) => (x - mx) * (y - my));
    const alone = Math.sqrt(mean(({ x }) => (x - mx) ** 2) * mean(({ y }) => (y - my) ** 2));
    expect(alone).toBeGreaterThan(0.01);
    expect(Math.abs(together / alone)).toBeLessThan(0.9);
  });

  it('puts the middle of some tracks amid them, and knows none of tracks that are not there', () => {
    const { model, map } = mapOf(200);
    const home = map.genres.findIndex(({ genre }) => genre === 'ambient');
    const middle = middleOf(model, [trackId(2), trackId(7), trackId(12), asTrackId('gone')])!;
    const at = { x: dot(middle, map.x.axis) - map.x.offset, y: dot(middle, map.y.axis) - map.y.offset };
    const away = map.genres.map(({ x, y }) => Math.hypot(x - at.x, y - at.y));
    expect(Math.min(...away)).toBe(away[home]);
    expect(middleOf(model, [])).toBeNull();
    expect(middleOf(model, [asTrackId('gone')])).toBeNull();
  });
});
