import { aTrack } from '@segue/core/testing';
import { SoundError } from '@segue/studio';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createComposedSound } from '../sound/composed-sound.ts';
import { type OpenedApi, openApi } from '../testing/open-api.ts';
import { TONE_BYTES, toneByte } from '../testing/tone-sound.ts';

const track = aTrack(7);
const whole = Uint8Array.from({ length: TONE_BYTES }, (_, i) => toneByte(track, i));

describe('the sound of a track', () => {
  let opened: OpenedApi;
  beforeAll(async () => {
    opened = await openApi();
  });
  afterAll(() => opened.close());
  const ask = (range?: string, more: Readonly<Record<string, string>> = {}) =>
    opened.get(`/audio/${track.id}`, undefined, { ...(range ? { range } : {}), ...more });
  const bytesOf = async (answer: Response) => new Uint8Array(await answer.arrayBuffer());

  it('comes whole', async () => {
    const answer = await ask();
    expect(answer.status).toBe(200);
    expect(answer.headers.get('accept-ranges')).toBe('bytes');
    expect(answer.headers.get('content-length')).toBe(String(TONE_BYTES));
    expect(Buffer.compare(await bytesOf(answer), whole)).toBe(0);
  });

  it.each([
    ['bytes=0-0', 0, 0],
    ['bytes=0-1023', 0, 1023],
    ['Bytes=0-5', 0, 5],
    ['bytes=4098-4100', 4098, 4100],
    ['bytes=99000-', 99_000, TONE_BYTES - 1],
    ['bytes=-500', TONE_BYTES - 500, TONE_BYTES - 1],
    ['bytes=-999999', 0, TONE_BYTES - 1],
    ['bytes=50000-999999', 50_000, TONE_BYTES - 1],
  ])('has the same bytes in a range: %s', async (range, start, end) => {
    const answer = await ask(range);
    expect(answer.status).toBe(206);
    expect(answer.headers.get('content-range')).toBe(`bytes ${start}-${end}/${TONE_BYTES}`);
    expect(answer.headers.get('content-length')).toBe(String(end - start + 1));
    expect(Buffer.compare(await bytesOf(answer), whole.subarray(start, end + 1))).toBe(0);
  });

  it.each(['bytes=100000-', 'bytes=200000-300000', 'bytes=-0'])('says how long it is beyond its end: %s', async (range) => {
    const answer = await ask(range);
    expect(answer.status).toBe(416);
    expect(answer.headers.get('content-range')).toBe(`bytes */${TONE_BYTES}`);
    expect(await answer.json()).toMatchObject({ code: 'range' });
  });

  it.each(['bytes=0-1,5-6', 'bytes=a-b', 'items=0-5', 'bytes=-', 'bytes=20-10'])(
    'comes whole where the range is none that is known: %s',
    async (range) => {
      const answer = await ask(range);
      expect(answer.status).toBe(200);
      expect((await bytesOf(answer)).length).toBe(TONE_BYTES);
    },
  );

  it('is asked for by its tag', async () => {
    const etag = (await ask('bytes=0-0')).headers.get('etag') ?? '';
    expect((await ask(undefined, { 'if-none-match': etag })).status).toBe(304);
    expect((await ask('bytes=0-9', { 'if-range': etag })).status).toBe(206);
    expect((await ask('bytes=0-9', { 'if-range': '"another"' })).status).toBe(200);
    for (const known of [`W/${etag}`, `"another", ${etag}`, `"another",W/${etag}`, '*'])
      expect((await ask(undefined, { 'if-none-match': known })).status).toBe(304);
    expect((await ask(undefined, { 'if-none-match': '"another", "a third"' })).status).toBe(200);
  });

  it('is kept for ever under the address of a slate, and for a moment under another', async () => {
    const { soundUrl, coverUrl } = (await (await opened.get(`/api/tracks/${track.id}`)).json()) as { soundUrl: string; coverUrl: string };
    for (const url of [soundUrl, coverUrl]) {
      const kept = await opened.get(url);
      expect(kept.headers.get('cache-control')).toContain('immutable');
      await kept.arrayBuffer();
    }
    expect((await ask('bytes=0-0')).headers.get('cache-control')).not.toContain('immutable');
  });

  it('is told without being sent', async () => {
    for (const headers of [{}, { range: 'bytes=0-9' }]) {
      const answer = await fetch(`${opened.url}/audio/${track.id}`, { method: 'HEAD', headers });
      expect(answer.status).toBe(200);
      expect(answer.headers.get('content-length')).toBe(String(TONE_BYTES));
      expect(answer.headers.get('content-range')).toBeNull();
    }
  });

  it('has a cover that runs nothing', async () => {
    const answer = await opened.get(`/covers/${track.id}`);
    expect(answer.headers.get('content-type')).toContain('image/svg+xml');
    expect(answer.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
  });

  it('has its cover in the size that it is drawn at', async () => {
    const whole = (await (await opened.get(`/api/tracks/${track.id}`)).json()) as { coverUrl: string };
    for (const side of [48, 96, 192, 512]) {
      const answer = await opened.get(`${whole.coverUrl}&side=${side}`);
      expect(answer.headers.get('content-type')).toBe('image/webp');
      expect(answer.headers.get('cache-control')).toContain('immutable');
      expect(await sharp(await answer.arrayBuffer()).metadata()).toMatchObject({ format: 'webp', width: side, height: side });
    }
    const odd = await opened.get(`/covers/${track.id}?side=49`);
    expect(odd.status).toBe(400);
    expect(await odd.json()).toMatchObject({ field: 'side' });
  });
});

it('says that a sound does not come, and lets nobody keep that', async () => {
  const renderer = {
    length: () => TONE_BYTES,
    etag: () => '"s1"',
    contentType: 'audio/wav' as const,
    // biome-ignore lint/correctness/useYield: it fails before its first byte
    async *read() {
      throw new SoundError('sound_busy', '64 blocks of sound are waiting already; try again in a second');
    },
    prepare: async () => {},
    settled: async () => {},
    close: async () => {},
  };
  const opened = await openApi({ sound: createComposedSound(renderer) });
  const { soundUrl } = (await (await opened.get(`/api/tracks/${track.id}`)).json()) as { soundUrl: string };
  for (const headers of [{}, { range: 'bytes=0-99' }]) {
    const answer = await opened.get(soundUrl, undefined, headers);
    expect(answer.status).toBe(503);
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(answer.headers.get('content-type')).toContain('application/json');
    expect(answer.headers.get('retry-after')).toBe('1');
    for (const name of ['etag', 'content-range', 'accept-ranges']) expect(answer.headers.get(name)).toBeNull();
    expect(await answer.json()).toMatchObject({ code: 'sound_unavailable', message: expect.stringContaining('try again') });
  }
  expect(opened.problems).toEqual([]);
  await opened.close();
});
