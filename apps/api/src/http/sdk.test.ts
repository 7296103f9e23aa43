import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type OpenedApi, openApi } from '../testing/open-api.ts';
import { sdkFolderOf } from './sdk.ts';

describe('the SDK’s file', () => {
  let opened: OpenedApi;
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'segue-sdk-'));
    await writeFile(join(folder, 'segue.js'), 'export const createSegue = () => {};\n');
    await writeFile(join(folder, 'secret.txt'), 'not for anyone');
    opened = await openApi({ sdkFolder: folder });
  });
  afterAll(async () => {
    await opened.close();
    await rm(folder, { recursive: true, force: true });
  });

  it('is a module that caches may keep for a while and ask for again', async () => {
    const answer = await opened.get('/sdk/segue.js');
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toBe('text/javascript; charset=utf-8');
    expect(answer.headers.get('cache-control')).toMatch(/^public, max-age=\d+/);
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
    expect(await answer.text()).toContain('createSegue');
    const again = await opened.get('/sdk/segue.js', undefined, { 'if-none-match': answer.headers.get('etag') ?? '' });
    expect(again.status).toBe(304);
    expect(await again.text()).toBe('');
  });

  it('says how to build it where it is not built', async () => {
    const answer = await opened.get('/sdk/segue.global.js');
    expect(answer.status).toBe(404);
    expect(await answer.json()).toMatchObject({ code: 'not_found', message: expect.stringContaining('npm run build') });
  });

  it.each(['secret.txt', '..%2fsecret.txt', '%2e%2e%2fpackage.json', 'constructor', '__proto__'])('is the only one: %s', async (name) => {
    const answer = await opened.get(`/sdk/${name}`);
    expect([400, 404]).toContain(answer.status);
    expect(await answer.text()).not.toContain('not for anyone');
  });

  it('is looked for beside the program', () => {
    expect(sdkFolderOf(import.meta.dirname)).toMatch(/packages\/sdk\/dist$/);
  });
});
