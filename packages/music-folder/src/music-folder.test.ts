import {
  copyFile,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rename,
  rm,
  stat,
  symlink,
  truncate,
  unlink,
  utimes,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Track } from '@segue/core/model';
import { aTrack, until } from '@segue/core/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type MusicChange, type MusicFolder, type MusicProblem, openMusicFolder } from './index.ts';
import { makeWav } from './testing/make-wav.ts';

const fixtures = join(import.meta.dirname, 'fixtures');
const PNG = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64');

describe('a folder of music', () => {
  let base: string;
  let path: string;
  let folder: MusicFolder | null;
  let changes: MusicChange[];
  let problems: MusicProblem[];
  beforeEach(async () => {
    base = await mkdtemp(join(tmpdir(), 'segue-music-'));
    path = join(base, 'music');
    await mkdir(path);
    folder = null;
    changes = [];
    problems = [];
  });
  afterEach(async () => {
    await folder?.close();
    await rm(base, { recursive: true, force: true });
  });

  const open = async (): Promise<MusicFolder> => {
    folder = await openMusicFolder({
      path,
      lookEveryMs: 20,
      onChange: (change) => void changes.push(change),
      onProblem: (problem) => void problems.push(problem),
    });
    await folder.settled();
    return folder;
  };
  const put = async (name: string, bytes: Buffer | string = makeWav()) => {
    await mkdir(join(path, name, '..'), { recursive: true });
    await writeFile(join(path, name), bytes);
  };
  const putFixture = (fixture: string, name = fixture) => copyFile(join(fixtures, fixture), join(path, name));
  const named = (of: MusicFolder, name: string): Track => of.tracks().find((track) => track.path === name) ?? expect.fail(`no ${name}`);
  const bytesOf = async (of: MusicFolder, track: Track, start: number, end: number) => {
    const chunks: Uint8Array[] = [];
    for await (const chunk of of.read(track, { start, end })) chunks.push(chunk);
    return Buffer.concat(chunks);
  };
  /** The mp3 of the fixtures with this picture in its tags, and nothing else. */
  const withPicture = async (picture: Buffer) => {
    const frame = Buffer.concat([Buffer.from('\0image/png\0\x03\0', 'latin1'), picture]);
    const head = Buffer.alloc(20);
    head.write('ID3\x03', 0, 'latin1');
    const size = frame.length + 10;
    for (let i = 0; i < 4; i++) head[6 + i] = (size >> (7 * (3 - i))) & 0x7f;
    head.write('APIC', 10, 'latin1');
    head.writeUInt32BE(frame.length, 14);
    const mp3 = await readFile(join(fixtures, 'sine.mp3'));
    return Buffer.concat([head, frame, mp3.subarray(10 + mp3.readUInt32BE(6))]);
  };
  const pathed = (at: string): Track => aTrack(1, { sound: 'file', path: at });

  it('reads every kind of file, with its tags', async () => {
    const kinds = ['mp3', 'flac', 'ogg', 'opus', 'm4a'];
    for (const kind of kinds) await putFixture(`sine.${kind}`);
    await put('hum.wav');
    const music = await open();
    for (const kind of kinds) {
      const track = named(music, `sine.${kind}`);
      expect(track).toMatchObject({ title: 'Sine', artist: 'Föhn', album: 'Waves', genres: ['ambient', 'drone'], sound: 'file' });
      expect(track.durationSeconds).toBeCloseTo(1, 0);
      expect(track.hasCover).toBe(kind === 'mp3' || kind === 'm4a');
    }
    expect(named(music, 'sine.mp3')).toMatchObject({ tempoBpm: 96, key: { tonic: 6, minor: true } });
    expect(named(music, 'sine.flac')).toMatchObject({ tempoBpm: 96, energy: 0.8, key: { tonic: 9, minor: true } });
    expect(named(music, 'hum.wav')).toMatchObject({
      title: 'hum',
      artist: 'Unknown artist',
      genres: ['unclassified'],
      durationSeconds: 1,
      key: null,
    });
    expect(new Set(music.tracks().map(({ artistId }) => artistId)).size).toBe(2);
    expect(changes.flatMap(({ changed }) => changed)).toEqual(expect.arrayContaining([...music.tracks()]));
  });

  it('names what has no tags by its file, and keeps its id as long as its place', async () => {
    await put('Ada/01 - Bea - First   light.wav');
    await put('Ada/02 Second_light.wav');
    await put('Ada/03.wav');
    const first = await open();
    expect(
      first
        .tracks()
        .map(({ title, artist }) => `${artist}: ${title}`)
        .sort(),
    ).toEqual(['Bea: First   light', 'Unknown artist: 03', 'Unknown artist: Second light']);
    const ids = first
      .tracks()
      .map(({ id }) => id)
      .sort();
    await first.close();
    expect(
      (await open())
        .tracks()
        .map(({ id }) => id)
        .sort(),
    ).toEqual(ids);
    expect(new Set(ids).size).toBe(3);
  });

  it('lists a broken file with its reason, and skips it', async () => {
    await put('empty.mp3', '');
    await put('words.mp3', 'this is no music, it is a letter to the editor. '.repeat(200));
    await put('cut.flac', Buffer.from('fLaC'));
    await put('page.ogg', '<html></html>');
    await put('half.wav', makeWav().subarray(0, 20));
    await putFixture('alac.m4a');
    await put('good.wav');
    await put('notes.txt', 'ignored');
    await put('.hidden.wav');
    const music = await open();
    expect(music.tracks().map((track) => track.path)).toEqual(['good.wav']);
    expect(
      music
        .problems()
        .map((problem) => problem.path)
        .sort(),
    ).toEqual(['alac.m4a', 'cut.flac', 'empty.mp3', 'half.wav', 'page.ogg', 'words.mp3']);
    expect([...music.problems()]).toEqual(expect.arrayContaining(problems));
    for (const { reason } of problems) expect(reason).toMatch(/^[A-Z].*\.$/s);
  });

  it('notices files that come, change, move and go', async () => {
    await put('stays.wav');
    await put('goes.wav');
    const music = await open();
    const goes = named(music, 'goes.wav');

    await put('new/comes.wav');
    await until(() => music.tracks().length === 3, 'the new file is read');
    await unlink(join(path, 'goes.wav'));
    await until(() => music.tracks().length === 2, 'the other is gone');
    await until(() => changes.some(({ removed }) => removed.includes(goes.id)), 'that it went is reported');
    const before = named(music, 'stays.wav');
    await put('stays.wav', makeWav({ seconds: 2 }));
    await until(() => named(music, 'stays.wav').durationSeconds === 2, 'the longer one is read');
    expect(named(music, 'stays.wav').id).toBe(before.id);
    await rename(join(path, 'new'), join(path, 'moved'));
    await until(() => music.tracks().some((track) => track.path === 'moved/comes.wav') && music.tracks().length === 2, 'it is found again');
    await put('stays.wav', 'broken now');
    await until(() => music.problems().length === 1, 'it is listed');
    expect(music.tracks().map((track) => track.path)).toEqual(['moved/comes.wav']);
    await put('stays.wav');
    await until(() => music.tracks().length === 2 && music.problems().length === 0, 'it is whole again');
  });

  it('[L11] reports again what could not be taken', async () => {
    await put('a.wav');
    let away = true;
    folder = await openMusicFolder({
      path,
      reportAgainMs: 5,
      onChange: async (change) => {
        if (away) throw new Error('the catalogue is away');
        changes.push(change);
      },
      onProblem: (problem) => {
        problems.push(problem);
        away = false;
      },
    });
    await folder.settled();
    expect(changes.flatMap(({ changed }) => changed.map((track) => track.path))).toEqual(['a.wav']);
    expect(problems).toEqual([{ path: '', reason: expect.stringContaining('the catalogue is away') }]);
    expect(folder.problems()).toEqual([]);
  });

  it('looks for a folder that went away, and takes nothing for gone meanwhile', async () => {
    await put('stays.wav');
    await put('goes.wav');
    await put('album/a.wav');
    const music = await open();
    const { id } = named(music, 'goes.wav');
    await rename(path, join(base, 'unplugged'));
    const gone = { path: '', reason: 'The music folder is gone; it is looked for again.' };
    await until(() => music.problems().length === 1, 'it is missed');
    expect(music.problems()).toEqual([gone]);
    expect(problems).toEqual([gone]);
    expect(music.tracks()).toHaveLength(3);

    await unlink(join(base, 'unplugged', 'goes.wav'));
    // Where the disk was mounted an empty folder is left.
    await mkdir(path);
    await rm(path, { recursive: true });
    await rename(join(base, 'unplugged'), path);
    await until(() => music.problems().length === 0 && music.tracks().length === 2, 'it is found again, without the one that went');
    await until(() => changes.some(({ removed }) => removed.length > 0), 'that it went is reported');
    expect(changes.flatMap(({ removed }) => removed)).toEqual([id]);
    await put('new.wav');
    await until(() => music.tracks().length === 3, 'it is watched again');

    await rename(path, join(base, 'unplugged'));
    await mkdir(path);
    await until(() => music.problems().length === 1, 'an empty folder in its place is not it');
    await put('another.wav');
    await until(() => music.problems().length === 0 && music.tracks().length === 1, 'one that holds something is');
    expect(music.tracks().map((track) => track.path)).toEqual(['another.wav']);
  });

  it('says it of each other thing that is wrong with the folder, until that is over', async () => {
    await put('a.wav');
    let away = true;
    folder = await openMusicFolder({
      path,
      reportAgainMs: 5,
      lookEveryMs: 20,
      onChange: () => {
        if (away) throw new Error('the catalogue is away');
      },
      onProblem: () => {},
    });
    const music = folder;
    await until(() => music.problems().length === 1, 'the report fails');
    await rename(path, join(base, 'unplugged'));
    await until(() => music.problems().length === 2, 'the folder goes too');
    away = false;
    await until(() => music.problems().length === 1, 'the report is taken');
    expect(music.problems()).toEqual([{ path: '', reason: expect.stringContaining('is gone') }]);
  });

  it('breaks off where a file ends before its time, and gives nothing of one that was replaced', async () => {
    const wav = makeWav({ seconds: 60 });
    await put('a.wav', wav);
    const music = await open();
    const track = named(music, 'a.wav');
    const { etag } = await music.describe(track);
    const reading = music.read(track, { start: 0, end: wav.length - 1, etag })[Symbol.asyncIterator]();
    expect((await reading.next()).done).toBe(false);
    await truncate(join(path, 'a.wav'), 200_000);
    const toItsEnd = async () => {
      while (!(await reading.next()).done);
    };
    await expect(toItsEnd()).rejects.toMatchObject({ code: 'sound_unavailable', message: expect.stringMatching(/ended \d+ bytes early/) });
    const again = async () => {
      for await (const chunk of music.read(track, { start: 0, end: 99, etag })) expect.fail(`${chunk.length} bytes`);
    };
    await expect(again()).rejects.toMatchObject({ code: 'sound_unavailable', message: expect.stringContaining('replaced') });
  });

  it('has another version for other tags and another picture, whatever the time of change says', async () => {
    await putFixture('sine.mp3', 'a.mp3');
    const music = await open();
    const track = named(music, 'a.mp3');
    const versions = [music.version(track)];
    const isNew = () => !versions.includes(music.version(track));
    const next = async (what: string) => {
      await until(isNew, what);
      versions.push(music.version(track));
      expect((await music.describe(track)).version).toBe(music.version(track));
      expect(music.version(track).length).toBeLessThanOrEqual(40);
    };
    const file = join(path, 'a.mp3');
    const { mtime } = await stat(file);
    await writeFile(file, Buffer.concat([await readFile(file), Buffer.alloc(9)]));
    await utimes(file, mtime, mtime);
    await next('the retagged file is read');
    await put('cover.png', PNG);
    await next('the picture is noticed');
    await put('cover.png', Buffer.concat([PNG, PNG]));
    await next('the other picture is noticed');
    await unlink(join(path, 'cover.png'));
    await until(() => music.version(track) === versions[1], 'it is as it was');
  });

  it('says why it skips a file whose name does not fit', async () => {
    await put('AC\\DC.wav');
    await put('hum.mp3', makeWav());
    await put('letter.flac', Buffer.from('\ufeffthis is no music'.repeat(200), 'utf16le'));
    await writeFile(Buffer.concat([Buffer.from(`${path}/`), Buffer.from([0x62, 0xe9]), Buffer.from('.wav')]), makeWav());
    await writeFile(Buffer.concat([Buffer.from(`${path}/`), Buffer.from([0x62, 0xe9]), Buffer.from('.txt')]), 'a letter');
    const music = await open();
    expect(music.tracks().map((track) => track.path)).toEqual(['AC\\DC.wav']);
    await until(() => problems.length === 3, 'all are named');
    expect(Object.fromEntries(problems.map(({ path: at, reason }) => [at, reason]))).toEqual({
      'hum.mp3': 'It holds another kind of sound than its name says: rename it to end in .wav.',
      'letter.flac': expect.not.stringContaining('rename'),
      'b\ufffd.wav': 'Its name is not valid UTF-8: give it another one.',
    });
    expect(music.problems()).toHaveLength(3);
  });

  it('skips what lasts no time, or says that it lasts for days', async () => {
    const short = makeWav({ seconds: 0.001 });
    short.writeUInt32LE(192_000, 24);
    short.writeUInt32LE(192_000 * 2, 28);
    await put('short.wav', short);
    const long = makeWav();
    long.writeUInt32LE(1, 24);
    long.writeUInt32LE(2, 28);
    long.writeUInt32LE(200_000 + 16_000, 40);
    await put('long.wav', Buffer.concat([long, Buffer.alloc(200_000)]));
    const music = await open();
    expect(Object.fromEntries(music.problems().map(({ path: at, reason }) => [at, reason]))).toEqual({
      'short.wav': 'No sound was found in it.',
      'long.wav': 'It says that it lasts 30 hours; no track may last more than 24.',
    });
  });

  it('gives the bytes of a file by range, and names them by what they are', async () => {
    const wav = makeWav();
    await put('a.wav', wav);
    const music = await open();
    const track = named(music, 'a.wav');
    const before = await music.describe(track);
    expect(before).toMatchObject({ totalBytes: wav.length, contentType: 'audio/wav', version: music.version(track) });
    expect(await bytesOf(music, track, 0, wav.length - 1)).toEqual(wav);
    expect(await bytesOf(music, track, 100, 199)).toEqual(wav.subarray(100, 200));
    await put('a.wav', makeWav({ seconds: 1.5 }));
    expect((await music.describe(track)).etag).not.toBe(before.etag);
  });

  it('shows the picture in the file, else the one in its folder, else none', async () => {
    await putFixture('sine.mp3');
    await put('huge.mp3', await withPicture(Buffer.concat([PNG, Buffer.alloc(10 * 2 ** 20)])));
    await put('bare/a.wav');
    await put('album/a.wav');
    await put('album/cover.png', PNG);
    await put('fake/a.wav');
    await put('fake/cover.jpg', '<svg onload="alert(1)">');
    const music = await open();
    expect((await music.cover(named(music, 'sine.mp3')))?.contentType).toBe('image/jpeg');
    const album = await music.cover(named(music, 'album/a.wav'));
    expect([album?.contentType, Buffer.from(album?.bytes ?? [])]).toEqual(['image/png', PNG]);
    expect(await music.cover(named(music, 'bare/a.wav'))).toBeNull();
    expect(await music.cover(named(music, 'fake/a.wav'))).toBeNull();
    expect([named(music, 'huge.mp3').hasCover, await music.cover(named(music, 'huge.mp3'))]).toEqual([false, null]);
    expect([named(music, 'album/a.wav').hasCover, named(music, 'bare/a.wav').hasCover]).toEqual([true, false]);
    await put('bare/folder.png', PNG);
    await until(() => named(music, 'bare/a.wav').hasCover, 'the picture is noticed');
    await unlink(join(path, 'album/cover.png'));
    await until(() => !named(music, 'album/a.wav').hasCover, 'and missed');
  });

  it.each([
    '../secret.wav',
    'a/../../secret.wav',
    '/etc/passwd',
    'link.wav',
    'linked/secret.wav',
    'dressed.wav',
    'a.wav\0.mp3',
    '..\\secret.wav',
    './a.wav',
    'a.wav/',
    '',
    '.',
    '..',
    'nothing.wav',
    'notes.txt',
    'dir.wav',
    `${'x/'.repeat(3_000)}a.wav`,
  ])('never leaves the folder for %j', async (at) => {
    await writeFile(join(base, 'secret.wav'), makeWav());
    await mkdir(join(base, 'elsewhere'));
    await writeFile(join(base, 'elsewhere', 'secret.wav'), makeWav());
    await put('a.wav');
    await put('notes.txt', 'private');
    await mkdir(join(path, 'dir.wav'));
    await symlink(join(base, 'secret.wav'), join(path, 'link.wav'));
    await symlink(join(base, 'elsewhere'), join(path, 'linked'));
    await symlink(join(path, 'notes.txt'), join(path, 'dressed.wav'));
    const music = await open();
    expect(music.tracks().map((track) => track.path)).toEqual(['a.wav']);
    const track = pathed(at);
    await expect(music.describe(track)).rejects.toMatchObject({ code: 'not_found' });
    await expect(bytesOf(music, track, 0, 10)).rejects.toMatchObject({ code: 'not_found' });
    await expect(music.cover(track)).rejects.toMatchObject({ code: 'not_found' });
  });

  it('follows a link to another sound in the folder, and a folder that is a link itself', async () => {
    await put('real.wav');
    await symlink(join(path, 'real.wav'), join(path, 'alias.wav'));
    await symlink(path, join(base, 'shortcut'));
    path = join(base, 'shortcut');
    const music = await open();
    expect(
      music
        .tracks()
        .map((track) => track.path)
        .sort(),
    ).toEqual(['alias.wav', 'real.wav']);
    expect(await bytesOf(music, pathed('alias.wav'), 0, 3)).toEqual(Buffer.from('RIFF'));
  });

  it('says what is wrong with a folder that cannot be read', async () => {
    await put('file.wav');
    const at = (where: string) => openMusicFolder({ path: where, onChange: () => undefined, onProblem: () => undefined });
    await expect(at(join(base, 'nowhere'))).rejects.toMatchObject({ code: 'not_found', message: expect.stringContaining('nowhere') });
    await expect(at(join(path, 'file.wav'))).rejects.toMatchObject({ code: 'not_found', message: expect.stringContaining('is a file') });
  });

  it('takes an empty folder, and many files in batches', async () => {
    expect((await open()).tracks()).toEqual([]);
    await folder?.close();
    for (let i = 0; i < 450; i++) await put(`many/${i}.wav`, makeWav({ seconds: 0.1 }));
    const music = await open();
    expect(music.tracks().length).toBe(450);
    expect(changes.length).toBeGreaterThan(2);
    expect(Math.max(...changes.map(({ changed }) => changed.length))).toBeLessThanOrEqual(200);
    expect((await readdir(join(path, 'many'))).length).toBe(450);
  });
});
