import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AppError } from '@segue/core/errors';
import { until } from '@segue/core/testing';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type MusicChange, MusicIndex, type MusicProblem } from './music-index.ts';
import { readTrack } from './read-track.ts';
import { makeWav } from './testing/make-wav.ts';

describe('what is known of a folder', () => {
  let root: string;
  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'segue-index-'));
  });
  afterEach(async () => {
    vi.useRealTimers();
    await rm(root, { recursive: true });
  });

  it.each([
    ['EIO', Object.assign(new Error('EIO: i/o error, read'), { code: 'EIO' })],
    ['no answer', new AppError('sound_unavailable', 'Reading it took more than 30 s.')],
  ])('keeps a file that the disk does not give for a moment, and reads it again: %s', async (_what, failure) => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const changes: MusicChange[] = [];
    const problems: MusicProblem[] = [];
    let reads = 0;
    let fails = false;
    const index = new MusicIndex({
      root,
      reportAgainMs: 5,
      onChange: (change) => void changes.push(change),
      onProblem: (problem) => problems.push(problem),
      read: async (...args) => {
        reads++;
        if (fails) throw failure;
        return readTrack(...args);
      },
    });
    await writeFile(join(root, 'a.wav'), makeWav());
    index.present('a.wav');
    index.listed(new Set(['a.wav']));
    await index.settled();
    fails = true;
    index.present('a.wav');
    await index.settled();
    expect(index.tracks()).toHaveLength(1);
    expect(changes.flatMap(({ removed }) => removed)).toEqual([]);
    expect(problems).toEqual([{ path: 'a.wav', reason: `It could not be read for now, and is read again later: ${failure.message}` }]);

    await vi.advanceTimersByTimeAsync(30_000);
    await index.settled();
    expect(reads).toBe(3);
    await vi.advanceTimersByTimeAsync(119_000);
    expect(reads).toBe(3);
    fails = false;
    await vi.advanceTimersByTimeAsync(1_000);
    await index.settled();
    expect(reads).toBe(4);
    expect(index.problems()).toEqual([]);
    await index.close();
  });

  it('looks at the tracks of one folder for its picture', async () => {
    const changes: MusicChange[] = [];
    const index = new MusicIndex({ root, reportAgainMs: 5, onChange: (change) => void changes.push(change), onProblem: () => {} });
    for (const name of ['a.wav', 'b.wav']) await writeFile(join(root, name), makeWav());
    await writeFile(join(root, 'cover.png'), 'a picture');
    index.present('a.wav');
    index.present('b.wav');
    index.listed(new Set(['a.wav', 'b.wav']));
    await index.settled();
    index.absent('b.wav');
    index.present('cover.png');
    await until(() => index.pictureOf('.') === 'cover.png', 'the picture is read');
    await index.settled();
    expect(index.tracks().map(({ path, hasCover }) => [path, hasCover])).toEqual([['a.wav', true]]);
    index.absent('cover.png');
    expect(index.tracks().map(({ hasCover }) => hasCover)).toEqual([false]);
    await index.settled();
    await index.close();
  });
});
