import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AppError } from '@segue/core/errors';
import { expect, it } from 'vitest';
import { audioTypeOf, isFolderCover, pictureTypeOf } from './audio-types.ts';
import { energyOf, NEUTRAL_ENERGY } from './energy.ts';
import { keyOf } from './key-name.ts';
import { mayPass } from './may-pass.ts';
import { makeWav } from './testing/make-wav.ts';
import { wavLoudness } from './wav-loudness.ts';

it.each([
  ['Am', 9, true],
  ['A minor', 9, true],
  ['F#m', 6, true],
  ['Gb', 6, false],
  ['C', 0, false],
  ['Cb', 11, false],
  ['H', 11, false],
  ['8A', 9, true],
  ['8B', 0, false],
  ['1A', 8, true],
  ['12b', 4, false],
  ['1m', 9, true],
  ['2d', 7, false],
])('reads the key %s', (tag, tonic, minor) => {
  expect(keyOf(tag)).toEqual({ tonic, minor });
});

it.each(['', 'o', '13A', '0B', 'Am7', 'unknown', undefined])('takes %s for no key', (tag) => {
  expect(keyOf(tag)).toBeNull();
});

it('believes what somebody wrote before what was measured, and that before the genre', () => {
  const clues = { genres: ['doom metal'], comments: ['8A - Energy 3'], replayGainDb: -8, rmsDb: -26 };
  expect(energyOf(clues)).toBe(0.3);
  expect(energyOf({ ...clues, comments: ['energy drink 50'] })).toBe(0.8);
  expect(energyOf({ ...clues, comments: [], replayGainDb: null })).toBe(0);
  expect(energyOf({ ...clues, comments: [], replayGainDb: null, rmsDb: null })).toBe(0.92);
  expect(energyOf({ genres: ['polka'], comments: [], replayGainDb: null, rmsDb: null })).toBe(NEUTRAL_ENERGY);
});

it.each([Number.NaN, Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY])('takes a ReplayGain of %s for none', (replayGainDb) => {
  expect(energyOf({ genres: ['doom metal'], comments: [], replayGainDb, rmsDb: null })).toBe(0.92);
  expect(energyOf({ genres: [], comments: [], replayGainDb, rmsDb: null })).toBe(NEUTRAL_ENERGY);
});

it('knows a disk that fails from a file that is broken', () => {
  const failed = (code: string) => Object.assign(new Error(code), { code });
  for (const cause of [failed('EIO'), failed('EMFILE'), new AppError('sound_unavailable', 'It took too long.')])
    expect(mayPass(cause)).toBe(true);
  for (const cause of [failed('EACCES'), new Error('no such chunk'), new AppError('not_found', 'It is not there.'), 'EIO'])
    expect(mayPass(cause)).toBe(false);
});

it('measures how loud a WAV file is, whatever its sample size', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'segue-wav-'));
  const measured = async (bytes: Buffer) => {
    await writeFile(join(folder, 'a.wav'), bytes);
    return wavLoudness(join(folder, 'a.wav'));
  };
  // A sine's root mean square lies 3 dB under its peak.
  expect(await measured(makeWav({ level: 0.5 }))).toBeCloseTo(-9.03, 1);
  expect(await measured(makeWav({ level: 0.05, bits: 24, seconds: 20 }))).toBeCloseTo(-29.03, 1);
  expect(await measured(makeWav({ level: 0 }))).toBeNull();
  expect(await measured(Buffer.from('RIFF1234WAVEjunk'))).toBeNull();
  expect(await measured(makeWav().subarray(0, 30))).toBeNull();
  await rm(folder, { recursive: true });
});

it('knows sounds by their names and pictures by their bytes', () => {
  expect(['a.MP3', 'b/c.flac', 'd.ogg', 'e.opus', 'f.m4a', 'g.wav'].map(audioTypeOf)).toEqual([
    'audio/mpeg',
    'audio/flac',
    'audio/ogg',
    'audio/ogg; codecs=opus',
    'audio/mp4',
    'audio/wav',
  ]);
  expect(['a.txt', 'mp3', 'a.mp3.exe', 'a.html'].map(audioTypeOf)).toEqual([null, null, null, null]);
  expect(['cover.jpg', 'Folder.PNG', 'photo.jpg', 'cover.svg'].map(isFolderCover)).toEqual([true, true, false, false]);
  expect(pictureTypeOf(Buffer.from([0xff, 0xd8, 0xff, 0xe0]))).toBe('image/jpeg');
  expect(pictureTypeOf(Buffer.from('<svg onload="alert(1)">'))).toBeNull();
  expect(pictureTypeOf(Buffer.alloc(0))).toBeNull();
});
