import { copyFile, mkdir, mkdtemp, readFile, rm, symlink, unlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { MemoryCatalogue } from '@segue/backends/memory';
import { AppError } from '@segue/core/errors';
import { SlateSchema } from '@segue/core/events';
import type { Track } from '@segue/core/model';
import { aTrack, trackId, until } from '@segue/core/testing';
import type { MusicFolder } from '@segue/music-folder';
import { createMetrics } from '@segue/telemetry';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type OpenedApi, openApi, Shared } from '../testing/open-api.ts';
import { createToneSound } from '../testing/tone-sound.ts';
import { createFiledSound } from './filed-sound.ts';
import { forgetOwnMusic, openOwnMusic } from './own-music.ts';

const FIXTURES = fileURLToPath(new URL('./fixtures', import.meta.resolve('@segue/music-folder')));
const PNG = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64');

describe('own music', () => {
  let base: string;
  let path: string;
  let on: Shared;
  let said: string[];
  let folders: MusicFolder[];
  let opened: OpenedApi | null;
  beforeEach(async () => {
    base = await mkdtemp(join(tmpdir(), 'segue-own-'));
    path = join(base, 'music');
    await mkdir(join(path, 'album'), { recursive: true });
    for (const kind of ['mp3', 'flac', 'ogg', 'opus', 'm4a'])
      await copyFile(join(FIXTURES, `sine.${kind}`), join(path, 'album', `sine.${kind}`));
    on = new Shared();
    said = [];
    folders = [];
    opened = null;
  });
  afterEach(async () => {
    await opened?.close();
    for (const folder of folders) await folder.close();
    await rm(base, { recursive: true, force: true });
  });

  const metrics = createMetrics({ service: 'api', instance: 'test' });
  async function openMusic(catalogue = new MemoryCatalogue(on.data)): Promise<MusicFolder> {
    const folder = await openOwnMusic({
      path,
      catalogue,
      metrics,
      say: (text) => said.push(text),
      onProblem: (cause) => {
        throw cause;
      },
    });
    folders.push(folder);
    await folder.settled();
    return folder;
  }
  const openBoth = async (): Promise<OpenedApi> => {
    const folder = await openMusic();
    opened = await openApi({ on, tracks: 0, sound: createFiledSound(folder, createToneSound()) });
    return opened;
  };
  const trackAt = (name: string): Track => {
    for (const { track } of on.data.tracks.values()) if (track?.path === name) return track;
    throw new Error(`${name} is no track`);
  };
  const has = (name: string) => [...on.data.tracks.values()].some(({ track }) => track?.path === name);
  const bytesOf = async (answer: Response) => Buffer.from(await answer.arrayBuffer());

  it('becomes tracks that are in the list, with their sound by range and their cover', async () => {
    await writeFile(join(path, 'album', 'cover.png'), PNG);
    const api = await openBoth();
    const slate = SlateSchema.parse(await (await api.get('/api/slate', await api.guest())).json());
    expect(slate.rows).toHaveLength(5);
    for (const kind of ['mp3', 'flac', 'ogg', 'opus', 'm4a']) {
      const track = trackAt(`album/sine.${kind}`);
      const card = slate.rows.find((row) => row.track.trackId === track.id)?.track;
      expect(card?.sound).toBe('file');
      const file = await readFile(join(path, 'album', `sine.${kind}`));
      const whole = await api.get(card?.soundUrl ?? '');
      expect(whole.headers.get('content-type')).toMatch(/^audio\//);
      expect(whole.headers.get('cache-control')).toContain('immutable');
      expect(Buffer.compare(await bytesOf(whole), file)).toBe(0);
      const part = await api.get(card?.soundUrl ?? '', undefined, { range: 'bytes=100-1099' });
      expect(part.status).toBe(206);
      expect(part.headers.get('content-range')).toBe(`bytes 100-1099/${file.length}`);
      expect(Buffer.compare(await bytesOf(part), file.subarray(100, 1100))).toBe(0);
      const cover = await api.get(card?.coverUrl ?? '');
      expect(cover.status).toBe(200);
      expect(cover.headers.get('content-type')).toMatch(/^image\/(png|jpeg)/);
    }
    expect(said.at(-1)).toBe(`5 tracks from ${path}, 0 files skipped`);
  });

  it('draws a cover where there is none', async () => {
    const api = await openBoth();
    const cover = await api.get(`/covers/${trackAt('album/sine.opus').id}`);
    expect(cover.status).toBe(200);
    expect(cover.headers.get('content-type')).toContain('image/svg+xml');
  });

  it('has another address for another picture', async () => {
    const api = await openBoth();
    const addressOf = async () =>
      ((await (await api.get(`/api/tracks/${trackAt('album/sine.opus').id}`)).json()) as { coverUrl: string }).coverUrl;
    const before = await addressOf();
    for (const picture of [PNG, Buffer.concat([PNG, PNG])]) {
      const last = await addressOf();
      await writeFile(join(path, 'album', 'cover.png'), picture);
      await until(async () => (await addressOf()) !== last, 'the picture is noticed');
      const cover = await api.get(await addressOf());
      expect(cover.headers.get('cache-control')).toContain('immutable');
      expect(Buffer.compare(await bytesOf(cover), picture)).toBe(0);
    }
    expect((await api.get(before)).headers.get('cache-control')).not.toContain('immutable');
  });

  it('draws no cover to be kept where the disk fails for a moment', async () => {
    const folder = await openMusic();
    const cover = () => Promise.reject(new AppError('sound_unavailable', 'The cover could not be read; try again.'));
    opened = await openApi({ on, tracks: 0, sound: createFiledSound({ ...folder, cover }, createToneSound()) });
    const answer = await opened.get(`/covers/${trackAt('album/sine.mp3').id}`);
    expect([answer.status, answer.headers.get('cache-control')]).toEqual([503, 'no-store']);
  });

  it('is watched: what comes and goes does so in the list of who is connected', async () => {
    const api = await openBoth();
    const ada = await api.connect({ cookie: await api.guest() });
    await copyFile(join(FIXTURES, 'sine.flac'), join(path, 'new.flac'));
    const shown = () => ada.slates.at(-1)?.rows.map(({ track }) => track.trackId) ?? [];
    await until(() => has('new.flac') && shown().includes(trackAt('new.flac').id), 'the new file is in the list');
    const gone = trackAt('album/sine.ogg');
    await unlink(join(path, 'album', 'sine.ogg'));
    await until(() => !has('album/sine.ogg') && !shown().includes(gone.id), 'the removed file is out of the list');
    expect((await api.get(`/audio/${gone.id}`)).status).toBe(404);
  });

  it('names a file that is broken, with the reason, and skips it', async () => {
    await writeFile(join(path, 'broken.mp3'), 'this is no sound');
    await writeFile(join(path, 'empty.flac'), '');
    await openMusic();
    expect(said.filter((line) => line.startsWith('Skipped broken.mp3: '))).toHaveLength(1);
    expect(said.filter((line) => line.startsWith('Skipped empty.flac: '))).toHaveLength(1);
    expect(said.at(-1)).toBe(`5 tracks from ${path}, 2 files skipped`);
    expect(await metrics.registry.getSingleMetricAsString('segue_refused_rows_total')).toMatch(/source="music folder".*\} 2/);
    expect(has('broken.mp3')).toBe(false);
  });

  it('is not kept out by one file that the catalogue does not take', async () => {
    const catalogue = new MemoryCatalogue(on.data);
    const { putTracks } = catalogue;
    catalogue.putTracks = async (tracks) => {
      if (tracks.some((track) => track.path === 'album/sine.ogg')) throw new Error('null value in column "energy"');
      await putTracks.call(catalogue, tracks);
    };
    await openMusic(catalogue);
    expect(['mp3', 'flac', 'ogg', 'opus', 'm4a'].filter((kind) => has(`album/sine.${kind}`))).toEqual(['mp3', 'flac', 'opus', 'm4a']);
    expect(said.filter((line) => line.startsWith('Skipped'))).toEqual([
      'Skipped album/sine.ogg: The catalogue did not take it: null value in column "energy"',
    ]);
  });

  it('is never left, whatever a path in the catalogue or a link says', async () => {
    await writeFile(join(base, 'secret.mp3'), await readFile(join(FIXTURES, 'sine.mp3')));
    await symlink(join(base, 'secret.mp3'), join(path, 'link.mp3'));
    const api = await openBoth();
    expect(has('link.mp3')).toBe(false);
    const paths = [
      '../secret.mp3',
      join(base, 'secret.mp3'),
      'album/../../secret.mp3',
      'link.mp3',
      '..\\secret.mp3',
      '/etc/passwd',
      'album',
      '',
    ];
    await api.catalogue.putTracks(paths.map((path, i) => aTrack(900 + i, { sound: 'file', path })));
    await until(async () => (await api.get(`/api/tracks/${trackId(907)}`)).status === 200, 'the api knows them');
    for (const [i] of paths.entries())
      for (const kind of ['audio', 'covers']) {
        const answer = await api.get(`/${kind}/${trackId(900 + i)}`);
        expect(answer.status).toBe(404);
        expect(await answer.json()).toMatchObject({ code: 'not_found' });
      }
  });

  it('is no change of the catalogue where nothing changed since the last start, and forgets what went meanwhile', async () => {
    await (await openMusic()).close();
    const { version } = on.data;
    await (await openMusic()).close();
    expect(on.data.version).toBe(version);
    await unlink(join(path, 'album', 'sine.ogg'));
    await openMusic();
    await until(() => !has('album/sine.ogg'), 'what went meanwhile is no track any more');
    expect(has('album/sine.mp3')).toBe(true);
  });

  it('goes from the catalogue with its folder, and nothing else does', async () => {
    await openMusic();
    const catalogue = new MemoryCatalogue(on.data);
    await catalogue.putTracks([aTrack(1)]);
    await forgetOwnMusic(catalogue);
    expect((await catalogue.changes(0)).changed.map(({ id }) => id)).toEqual([trackId(1)]);
  });

  it('says so where the folder cannot be read', async () => {
    path = join(base, 'nowhere');
    await expect(openMusic()).rejects.toThrow(/The music folder .*nowhere cannot be read/);
  });
});
