import { aTrack, until } from '@segue/core/testing';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { createToneSound } from '../testing/tone-sound.ts';
import { createFiledSound } from './filed-sound.ts';
import { createSmallCovers } from './small-covers.ts';

describe('the sound of files and of composed tracks', () => {
  afterEach(() => void vi.useRealTimers());

  it('says that a cover did not come from a disk that does not answer, and keeps nobody behind it waiting', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const folder = { ...createToneSound(), cover: () => new Promise<never>(() => {}) };
    const sound = createFiledSound(folder, createToneSound());
    const small = createSmallCovers(sound).cover;
    const whole = expect(sound.cover(aTrack(1, { sound: 'file' }))).rejects.toMatchObject({ code: 'sound_unavailable' });
    const hung = expect(small(aTrack(1, { sound: 'file' }), '48')).rejects.toThrow('did not come within 2 s');
    const next = small(aTrack(2), '48');
    await vi.advanceTimersByTimeAsync(2_000);
    vi.useRealTimers();
    await whole;
    await hung;
    expect((await next).contentType).toBe('image/webp');
  });

  it('reads a few covers at a time, and turns those away who come when too many wait', async () => {
    const answers: (() => void)[] = [];
    const folder = {
      ...createToneSound(),
      cover: () => new Promise<null>((resolve) => answers.push(() => resolve(null))),
    };
    const sound = createFiledSound(folder, createToneSound());
    const track = aTrack(1, { sound: 'file' });
    const asked = Array.from({ length: 44 }, () => sound.cover(track));
    expect(answers).toHaveLength(4);
    await expect(sound.cover(track)).rejects.toMatchObject({ code: 'sound_unavailable' });
    for (let read = 0; read < asked.length; read++) {
      await until(() => answers.length > read, 'the next is read');
      expect(answers.length).toBeLessThanOrEqual(read + 4);
      answers[read]?.();
    }
    expect(new Set((await Promise.all(asked)).map(({ contentType }) => contentType))).toEqual(new Set(['image/svg+xml']));
  });
});
