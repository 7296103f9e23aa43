import { spawn } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { PGlite } from '@electric-sql/pglite';
import { openEmbeddedCatalogue } from '@segue/backends/postgres';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openHome } from './starting.ts';

const MAINS = {
  api: new URL('./main.ts', import.meta.url),
  solo: new URL('../../solo/src/main.ts', import.meta.url),
  worker: new URL('../../worker/src/main.ts', import.meta.url),
};
/** Loads what threads are made of from its sources. */
const THREADS = new URL('../../../scripts/lib/threads-from-source.mjs', import.meta.url).href;
/** Nothing answers there: a start that gets as far as asking has gone too far. */
const NOWHERE = {
  KAFKA_BROKERS: '127.0.0.1:9',
  REDIS_URL: 'redis://127.0.0.1:9',
  DATABASE_URL: 'postgresql://127.0.0.1:9/none',
  SEGUE_SECRET: 'a secret of sixteen',
};

/** What a later version leaves in the catalogue's database. */
const FROM_THE_FUTURE = `INSERT INTO _prisma_migrations (id, checksum, migration_name, finished_at) VALUES ('x', 'x', '9999_next', now())`;

/** A start that hangs is ended, and fails its test by its exit code. */
const START_MS = 25_000;

describe('a start that cannot be', () => {
  let folder: string;
  let taken: Server;
  let port: number;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'segue-start-'));
    taken = createServer();
    port = await new Promise((resolve) => {
      taken.listen(0, '127.0.0.1', () => resolve((taken.address() as { port: number }).port));
    });
  });
  afterEach(async () => {
    await new Promise((resolve) => taken.close(resolve));
    await rm(folder, { recursive: true, force: true });
  });

  it('says that the data folder cannot be written', async () => {
    const file = join(folder, 'a-file');
    await writeFile(file, '');
    expect(() => openHome(file)).toThrow(/^The data folder .*a-file cannot be written \(\w+\)\. Set SEGUE_HOME/);
    expect(() => openHome(join(file, 'below'))).toThrow(/cannot be written \(ENOTDIR\)/);
  });

  it.each(['api', 'solo', 'worker'] as const)('ends with a sentence, exit code 1 and nothing touched: %s', async (app) => {
    const env = app === 'solo' ? {} : NOWHERE;
    const home = join(folder, 'home');
    const [portTaken, wrong] = await Promise.all([
      start(app, { ...env, SEGUE_HOME: home, PORT: String(port) }),
      start(app, { ...env, SEGUE_HOME: home, PORT: 'http', LOG_LEVEL: 'loud' }),
    ]);
    expect(portTaken).toEqual({ code: 1, said: expect.stringMatching(/^Port \d+ on 127\.0\.0\.1 is taken by another program\..*\n$/) });
    expect(wrong).toEqual({ code: 1, said: expect.stringMatching(/^These settings are wrong:\n(.*\n)*.*PORT\n(.*\n)*.*LOG_LEVEL\n$/) });
    expect(readdirSync(folder)).toEqual([]);
  });

  it.each(['api', 'solo'] as const)('ends with a sentence where its data cannot be kept: %s', async (app) => {
    const unwritable = await start(app, { ...(app === 'solo' ? {} : NOWHERE), SEGUE_HOME: '/proc/segue', PORT: '0' });
    expect(unwritable).toEqual({ code: 1, said: expect.stringMatching(/^The data folder \/proc\/segue cannot be written .*\n$/) });
  });

  it('leaves the log and the store of a newer version alone: solo', async () => {
    const home = join(folder, 'home');
    const path = join(home, 'catalogue');
    await (await openEmbeddedCatalogue({ path })).close();
    const database = await PGlite.create(join(path, 'data'));
    await database.exec(FROM_THE_FUTURE);
    await database.close();
    expect(await start('solo', { SEGUE_HOME: home, PORT: '0' })).toEqual({
      code: 1,
      said: expect.stringMatching(/^schema public of .* was migrated by a newer version \(9999_next\): start that one, .*\n$/),
    });
    expect(readdirSync(home)).toEqual(['catalogue']);
  });
});

/** Runs a main from source to its end. */
function start(app: keyof typeof MAINS, env: Readonly<Record<string, string>>): Promise<{ code: number | null; said: string }> {
  const child = spawn(process.execPath, ['--import', import.meta.resolve('tsx'), '--import', THREADS, fileURLToPath(MAINS[app])], {
    env: { PATH: process.env['PATH'], ...env },
    stdio: ['ignore', 'ignore', 'pipe'],
    timeout: START_MS,
    killSignal: 'SIGKILL',
  });
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said += text;
  });
  return new Promise((resolve) => {
    child.on('close', (code) => resolve({ code, said }));
  });
}
