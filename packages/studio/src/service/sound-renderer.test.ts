import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { demoCatalogue } from '../catalogue/demo-catalogue.ts';
import { COMPOSER_VERSION } from '../composer/version.ts';
import { BLOCK_BYTES, record } from '../render/recording.ts';
import { wavHeader } from '../render/wav.ts';
import { openDiskCache } from './disk-cache.ts';
import { createSoundRenderer, type SoundRenderer } from './sound-renderer.ts';

describe('createSoundRenderer', () => {
  const spec = demoCatalogue({ seed: 3, tracks: 60, durationSeconds: 10 }).tracks[3]!;
  let folder: string;
  let renderer: SoundRenderer;
  let whole: Buffer;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'studio-'));
    renderer = await createSoundRenderer({ cacheDir: folder });
    whole = await all(renderer.read(spec));
  });
  afterAll(async () => {
    await renderer.close();
    await rm(folder, { recursive: true, force: true });
  });

  it('gives a RIFF file of the length it announced', () => {
    expect(whole.length).toBe(renderer.length(spec));
    expect(whole.subarray(0, 44)).toEqual(wavHeader(spec.durationSeconds));
    expect(whole.readUInt32LE(4)).toBe(whole.length - 8);
    expect(whole.readUInt32LE(24) * 4 * 8).toBeLessThanOrEqual(1_500_000);
  });

  it('gives for every range the bytes that the whole has there', async () => {
    const block = 4 * 32_000 * 4;
    for (const [start, end] of [
      [0, 0],
      [0, 43],
      [10, 60],
      [44, 44],
      [44 + block - 3, 44 + block + 5],
      [77_777, 700_001],
      [whole.length - 9, whole.length - 1],
    ] as const) {
      expect((await all(renderer.read(spec, { start, end }))).equals(whole.subarray(start, end + 1))).toBe(true);
    }
  });

  it('renders the same bytes again without its cache, and block by block backwards', () => {
    const recording = record(spec);
    const blocks: Buffer[] = [];
    for (let i = recording.blocks - 1; i >= 0; i--) blocks.unshift(recording.block(i));
    expect(Buffer.concat(blocks).equals(whole.subarray(44))).toBe(true);
  });

  it('keeps no more on disk than it may', async () => {
    const small = await mkdtemp(join(tmpdir(), 'studio-'));
    const tight = await createSoundRenderer({ cacheDir: small, cacheBytes: 600_000 });
    await all(tight.read(spec));
    await tight.close();
    expect((await readdir(join(small, `v${COMPOSER_VERSION}`))).length).toBe(1);
    await rm(small, { recursive: true, force: true });
  });

  it('lets those go first who listen', async () => {
    const other = await mkdtemp(join(tmpdir(), 'studio-'));
    const one = await createSoundRenderer({ cacheDir: other });
    const done: string[] = [];
    const read = async (name: string, seed: number, urgency: 'urgent' | 'ahead') => {
      await all(one.read({ ...spec, durationSeconds: 1, seed }, undefined, urgency));
      done.push(name);
    };
    // The first is under way at once, and is not stopped.
    await Promise.all([read('first', 1, 'ahead'), read('ahead', 2, 'ahead'), read('ahead', 3, 'ahead'), read('listened to', 4, 'urgent')]);
    expect(done.splice(0)).toEqual(['first', 'listened to', 'ahead', 'ahead']);
    // What waits to be read ahead goes first too, once somebody listens to it.
    await Promise.all([
      read('first', 5, 'ahead'),
      read('ahead', 6, 'ahead'),
      read('ahead', 7, 'ahead'),
      read('chosen', 8, 'ahead'),
      read('listened to', 8, 'urgent'),
    ]);
    await one.close();
    expect(done).toEqual(['first', 'chosen', 'listened to', 'ahead', 'ahead']);
    await rm(other, { recursive: true, force: true });
  });

  it('makes two blocks at once for whoever listens, and the next ones no faster than it is told; what is fetched ahead it makes at once', async () => {
    const other = await mkdtemp(join(tmpdir(), 'studio-'));
    const slow = await createSoundRenderer({ cacheDir: other, paceMs: 60_000 });
    const reading = slow.read(spec);
    const got: Buffer[] = [];
    void (async () => {
      for await (const chunk of reading) got.push(chunk);
    })();
    await vi.waitFor(async () => expect(await readdir(join(other, `v${COMPOSER_VERSION}`))).toHaveLength(3), { timeout: 20_000 });
    await slow.settled();
    await new Promise(setImmediate);
    // The third is made, and held back; what is kept already is not.
    expect(Buffer.concat(got).equals(whole.subarray(0, 44 + 2 * BLOCK_BYTES))).toBe(true);
    expect((await all(slow.read(spec))).equals(whole)).toBe(true);
    expect((await all(slow.read({ ...spec, seed: 77 }, undefined, 'ahead'))).length).toBe(whole.length);
    await slow.close();
    await rm(other, { recursive: true, force: true });
  });

  it('finds what another process has made in the same folder', async () => {
    const shared = await mkdtemp(join(tmpdir(), 'studio-'));
    const cache = await openDiskCache(shared, 1_000);
    await (await openDiskCache(shared, 1_000)).write('one', Buffer.from('sound'));
    expect(await cache.read('one', 6)).toBe(null);
    expect(String(await cache.read('one', 5))).toBe('sound');
    expect(cache.size()).toBe(5);
    expect(await cache.read('two', 5)).toBe(null);
    await cache.write('three', Buffer.alloc(1_000));
    expect(await readdir(shared)).toEqual(['three']);
    await rm(shared, { recursive: true, force: true });
  });

  it('refuses ranges beyond the end, and work beyond its queue, with a code', async () => {
    await expect(all(renderer.read(spec, { start: 0, end: whole.length }))).rejects.toMatchObject({ code: 'sound_range' });
    const other = await mkdtemp(join(tmpdir(), 'studio-'));
    const narrow = await createSoundRenderer({ cacheDir: other, maxQueue: 1 });
    const reads = Array.from({ length: 6 }, (_, i) => all(narrow.read({ ...spec, durationSeconds: 1, seed: i })));
    const outcomes = await Promise.allSettled(reads);
    await narrow.close();
    expect(outcomes.some((outcome) => outcome.status === 'fulfilled')).toBe(true);
    const refused = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason] : []));
    expect(refused.length).toBeGreaterThan(0);
    expect(refused[0]).toMatchObject({ code: 'sound_busy', retryable: true });
    await expect(all(narrow.read({ ...spec, seed: 99 }))).rejects.toMatchObject({ code: 'sound_closed' });
    await rm(other, { recursive: true, force: true });
  });
});

async function all(chunks: AsyncIterable<Buffer>): Promise<Buffer> {
  const list: Buffer[] = [];
  for await (const chunk of chunks) list.push(chunk);
  return Buffer.concat(list);
}
