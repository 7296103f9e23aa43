import { aTrack } from '@segue/core/testing';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { createToneSound } from '../testing/tone-sound.ts';
import { createSmallCovers } from './small-covers.ts';
import type { Cover, SoundSource } from './sound-source.ts';

/** A source of one cover, which counts how often it was asked. */
function covers(cover: () => Promise<Cover>) {
  const asked: string[] = [];
  const sound: SoundSource = {
    ...createToneSound(),
    cover: (track) => {
      asked.push(track.id);
      return cover();
    },
  };
  return { asked, small: createSmallCovers(sound).cover };
}
const photograph = async (): Promise<Cover> => ({
  bytes: await sharp({ create: { width: 1_200, height: 900, channels: 3, background: 'teal' } })
    .jpeg()
    .toBuffer(),
  contentType: 'image/jpeg',
});

describe('small covers', () => {
  it('are drawn once, however many ask', async () => {
    const { asked, small } = covers(photograph);
    const [one, two] = await Promise.all([small(aTrack(1), '96'), small(aTrack(1), '96')]);
    expect(one).toBe(two);
    expect(one.contentType).toBe('image/webp');
    expect(await sharp(one.bytes).metadata()).toMatchObject({ width: 96, height: 96 });
    expect(await small(aTrack(1), '96')).toBe(one);
    expect(asked).toHaveLength(1);
  });

  it('are the whole picture, read anew and not kept, where nobody can make it small', async () => {
    const broken = () => ({ bytes: new TextEncoder().encode('no picture'), contentType: 'image/png' });
    const { asked, small } = covers(async () => broken());
    const [first, second] = [await small(aTrack(1), '48'), await small(aTrack(1), '48')];
    expect([first, second]).toEqual([broken(), broken()]);
    expect(second).not.toBe(first);
    // Once to try it, and once for each that was served.
    expect(asked).toHaveLength(3);
  });

  it('are asked for again after the source had failed', async () => {
    let fails = true;
    const { small } = covers(() => (fails ? Promise.reject(new Error('the disk is away')) : photograph()));
    await expect(small(aTrack(1), '48')).rejects.toThrow('the disk is away');
    fails = false;
    expect((await small(aTrack(1), '48')).contentType).toBe('image/webp');
    expect((await small(aTrack(2), '48')).contentType).toBe('image/webp');
  });

  it('are whole while the library does not answer, which is asked no more until it does, and small again after', async () => {
    let answer: (cover: Cover) => void = () => {};
    const drawn: number[] = [];
    const draw = (_: Cover, side: number): Promise<Cover> => {
      drawn.push(side);
      return drawn.length === 1 ? new Promise((resolve) => (answer = resolve)) : Promise.resolve(made);
    };
    const made: Cover = { bytes: new Uint8Array([1]), contentType: 'image/webp' };
    const covers = createSmallCovers(createToneSound(), { draw, withinMs: 20 });
    const small = covers.cover;
    const types = async (...tracks: number[]) =>
      (await Promise.all(tracks.map((track) => small(aTrack(track), '48')))).map(({ contentType }) => contentType);
    expect(await types(1, 2, 1)).toEqual(Array(3).fill('image/svg+xml'));
    expect(await types(1, 3)).toEqual(Array(2).fill('image/svg+xml'));
    expect(drawn).toEqual([48]);
    let isClosed = false;
    const closed = covers.close().then(() => {
      isClosed = true;
    });
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(isClosed).toBe(false);
    answer(made);
    await closed;
    expect(await types(1, 2, 3)).toEqual(Array(3).fill('image/webp'));
  });

  it('are whole for those that come when too many wait', async () => {
    const small = createSmallCovers(createToneSound()).cover;
    const answers = await Promise.all(Array.from({ length: 210 }, (_, i) => small(aTrack(i), '48')));
    expect(answers.slice(0, 200).every(({ contentType }) => contentType === 'image/webp')).toBe(true);
    expect(answers.slice(200).map(({ contentType }) => contentType)).toEqual(Array(10).fill('image/svg+xml'));
  });
});
