import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { compose, coverSvg, createSoundRenderer, demoCatalogue, GENRE_NAMES, record, type SoundRenderer, wavHeader } from './index.ts';

describe('demoCatalogue', () => {
  const catalogue = demoCatalogue({ seed: 7 });

  it('is the same for the same seed and another for another', () => {
    expect(demoCatalogue({ seed: 7 })).toEqual(catalogue);
    expect(demoCatalogue({ seed: 8 }).tracks[0]).not.toEqual(catalogue.tracks[0]);
  });

  it('has 2,000 tracks in every genre by some 220 artists, and no title twice by one artist', () => {
    expect(catalogue.tracks).toHaveLength(2000);
    expect(new Set(catalogue.tracks.map(({ genre }) => genre))).toEqual(new Set(GENRE_NAMES));
    expect(catalogue.artists.length).toBeGreaterThan(200);
    expect(catalogue.artists.length).toBeLessThan(250);
    expect(new Set(catalogue.artists.map(({ name }) => name)).size).toBe(catalogue.artists.length);
    expect(new Set(catalogue.tracks.map(({ artistId, title }) => `${artistId} ${title}`)).size).toBe(2000);
    expect(new Set(catalogue.tracks.map(({ id }) => id)).size).toBe(2000);
    expect(new Set(catalogue.tracks.map(({ seed }) => seed)).size).toBe(2000);
  });

  it('keeps lengths, keys and energies within what they mean', () => {
    for (const track of catalogue.tracks) {
      expect(track.durationSeconds).toBeGreaterThanOrEqual(120);
      expect(track.durationSeconds).toBeLessThanOrEqual(240);
      expect(track.energy).toBeGreaterThanOrEqual(0);
      expect(track.energy).toBeLessThanOrEqual(1);
      expect([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]).toContain(track.key);
    }
  });

  it('makes a small one of short tracks for tests', () => {
    const small = demoCatalogue({ seed: 1, tracks: 60, durationSeconds: 5 });
    expect(small.tracks).toHaveLength(60);
    expect(small.tracks.every(({ durationSeconds }) => durationSeconds === 5)).toBe(true);
    expect(new Set(small.tracks.map(({ genre }) => genre)).size).toBe(GENRE_NAMES.length);
  });
});

describe('coverSvg', () => {
  const tracks = demoCatalogue({ seed: 7, tracks: 200 }).tracks;

  it('draws the same track the same way at any size', () => {
    const [track] = tracks;
    expect(coverSvg(track!)).toBe(coverSvg(track!));
    const unsized = (svg: string): string => svg.replace(/ width="\d+" height="\d+" role/, ' role');
    expect(unsized(coverSvg(track!, 512))).toBe(unsized(coverSvg(track!, 48)));
  });

  it('is well-formed, without script or anything from elsewhere', () => {
    for (const track of tracks) {
      const svg = coverSvg(track);
      expect(svg).not.toMatch(/script|href|NaN|undefined|<image|on\w+=/);
      const open: string[] = [];
      for (const [, closing, name, self] of svg.matchAll(/<(\/?)([a-zA-Z]+)[^>]*?(\/?)>/g)) {
        if (closing) expect(open.pop()).toBe(name);
        else if (!self) open.push(name!);
      }
      expect(open).toEqual([]);
    }
    expect(new Set(tracks.map((track) => coverSvg(track))).size).toBe(tracks.length);
  });
});

describe('compose', () => {
  const one = (genre: string) => demoCatalogue({ seed: 7, tracks: 200 }).tracks.find((track) => track.genre === genre)!;

  it.each(GENRE_NAMES)('writes %s note for note the same, with a contrast and an end', (genre) => {
    const score = compose(one(genre));
    expect(compose(one(genre))).toEqual(score);
    expect(new Set(score.sections.map(({ name }) => name)).size).toBeGreaterThanOrEqual(3);
    expect(score.sections.reduce((sum, { bars }) => sum + bars, 0)).toBe(score.bars);
    expect(score.notes.length).toBeGreaterThan(100);
    for (const note of score.notes) {
      expect(note.at).toBeGreaterThanOrEqual(0);
      expect(note.at).toBeLessThan(score.durationSeconds);
      expect(note.velocity).toBeGreaterThan(0);
      expect(Number.isFinite(note.pitch)).toBe(true);
    }
  });

  it('says which genres there are when asked for another', () => {
    expect(() => compose({ ...one('ambient'), genre: 'polka' })).toThrow(/polka.*ambient/);
  });
});

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
    expect((await readdir(join(small, 'v1'))).length).toBe(1);
    await rm(small, { recursive: true, force: true });
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
