import { expect, it } from 'vitest';
import { openApi } from '../testing/open-api.ts';

interface Map {
  readonly x: { readonly axis: number[]; readonly offset: number };
  readonly genres: { readonly genre: string; readonly tracks: number }[];
  readonly tracks: { readonly trackId: string; readonly genre: number; readonly x: number; readonly y: number }[];
}

it('draws the catalogue, a sample of it, and says where a list stands', async () => {
  const opened = await openApi({ tracks: 500 });
  const map = (await (await opened.get('/api/map')).json()) as Map;
  expect(map.genres.reduce((sum, { tracks }) => sum + tracks, 0)).toBe(500);
  expect(map.tracks).toHaveLength(400);
  expect(map.tracks.every(({ genre }) => map.genres[genre] !== undefined)).toBe(true);

  const [drawn] = map.tracks;
  const { vector } = (await (await opened.get(`/api/map/middle?tracks=${drawn?.trackId}`)).json()) as { vector: number[] };
  expect(vector.reduce((sum, value, i) => sum + value * (map.x.axis[i] ?? 0), 0) - map.x.offset).toBeCloseTo(drawn?.x ?? 0, 2);
  expect(await (await opened.get('/api/map/middle?tracks=nowhere')).json()).toEqual({ vector: null });
  const tooMany = await opened.get(`/api/map/middle?tracks=${Array.from({ length: 41 }, (_, i) => `t${i}`).join()}`);
  expect(tooMany.status).toBe(400);
  await opened.close();
});

it('has nothing on it where there are no tracks', async () => {
  const opened = await openApi({ tracks: 0 });
  expect(await (await opened.get('/api/map')).json()).toMatchObject({ genres: [], tracks: [] });
  await opened.close();
});
