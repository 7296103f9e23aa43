import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { PGlite } from '@electric-sql/pglite';
import { type Act, asListenerId, type ListenEvent } from '@segue/core/events';
import type { Projected } from '@segue/core/ports';
import { anEvent, completes, likes, someTracks, trackId } from '@segue/core/testing';
import { build } from 'esbuild';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openEmbeddedCatalogue, openPostgresCatalogue } from './index.ts';
import { migrate } from './migrate.ts';
import { loadMigrations } from './migrations.ts';
import { catalogueOn } from './open-embedded.ts';
import { openPglite } from './pglite.ts';
import { prebuild } from './prebuild.ts';
import { unpackTemplate } from './template.ts';

const ada = asListenerId('ada');
let offset = 0;
const logged = (act: Act, overrides: Partial<ListenEvent> = {}): Projected => ({
  partition: 0,
  epoch: 1,
  offset: offset++,
  event: anEvent(act, overrides),
});

let folder: string;
let prebuilt: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'segue-embedded-'));
  prebuilt = join(folder, 'template.gz');
  await prebuild(prebuilt);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** A migrated database, which starts sooner from the packed folder than from nothing. */
async function migrated(): Promise<PGlite> {
  const path = join(folder, randomUUID());
  await unpackTemplate(prebuilt, path);
  return openPglite(path);
}

describe('the embedded database', () => {
  it('starts from the packed folder, and is there again after a restart', async () => {
    const path = join(folder, 'home', 'catalogue');
    const first = await openEmbeddedCatalogue({ path, prebuilt });
    await first.putTracks(someTracks(3));
    await first.close();
    const second = await openEmbeddedCatalogue({ path, prebuilt });
    expect((await second.changes(0)).changed).toEqual(someTracks(3));
    await second.close();
    expect(await readdir(path)).toEqual(['data']);
  });

  it('starts from nothing where no folder was packed', async () => {
    const catalogue = await openEmbeddedCatalogue({ path: join(folder, 'bare'), prebuilt: null });
    expect(await catalogue.changes(0)).toEqual({ version: 0, changed: [], removed: [] });
    await catalogue.close();
  });

  it('[CA1] still has what was put when its process was killed', async () => {
    const path = join(folder, 'killed');
    const script = fileURLToPath(new URL('./killed.fixture.ts', import.meta.url));
    const killed = promisify(execFile)(process.execPath, ['--import', 'tsx', script, path, prebuilt]);
    await expect(killed).rejects.toMatchObject({ stdout: 'put\n' });
    const next = await openEmbeddedCatalogue({ path, prebuilt: null });
    expect(new Set((await next.changes(0)).changed)).toEqual(new Set(someTracks(50)));
    await next.close();
  });

  it('lets nobody else in while it is open', async () => {
    const path = join(folder, 'shared');
    const first = await openEmbeddedCatalogue({ path, prebuilt });
    await expect(openEmbeddedCatalogue({ path, prebuilt })).rejects.toMatchObject({
      code: 'catalogue_unavailable',
      message: expect.stringContaining('open already'),
    });
    await first.close();
    await (await openEmbeddedCatalogue({ path, prebuilt })).close();
  });

  it('leaves a folder alone that holds something else', async () => {
    const path = join(folder, 'photos');
    await mkdir(join(path, 'data'), { recursive: true });
    await writeFile(join(path, 'data', 'holiday.jpg'), 'dear');
    await expect(openEmbeddedCatalogue({ path, prebuilt })).rejects.toMatchObject({ code: 'catalogue_unavailable' });
    expect(await readdir(path, { recursive: true })).toEqual(['data', 'data/holiday.jpg']);
  });

  it('works when it is bundled', async () => {
    // A bundle lies somewhere in the project: its packages and migrations are found above it.
    const outfile = join(import.meta.dirname, '..', '..', 'dist', `bundled-${randomUUID()}.mjs`);
    await build({
      stdin: {
        contents: `
          import { openEmbeddedCatalogue } from './index.ts';
          const catalogue = await openEmbeddedCatalogue({ path: process.argv[2], prebuilt: process.argv[3] });
          await catalogue.identify({ id: 'cookie', kind: 'guest', listenerId: 'ada' });
          console.log(await catalogue.identify({ id: 'cookie', kind: 'guest', listenerId: 'bea' }));
          await catalogue.close();`,
        resolveDir: import.meta.dirname,
        loader: 'ts',
      },
      outfile,
      bundle: true,
      format: 'esm',
      platform: 'node',
      target: 'node20',
      external: ['@electric-sql/*', '@prisma/*', 'pglite-prisma-adapter', 'pg', 'zod'],
    });
    try {
      const { stdout } = await promisify(execFile)(process.execPath, [outfile, join(folder, 'bundled'), prebuilt]);
      expect(stdout).toBe('ada\n');
    } finally {
      await rm(outfile);
    }
  });
});

describe('what was projected', () => {
  let database: PGlite;
  beforeAll(async () => {
    database = await migrated();
  });
  afterAll(() => database.close());

  it('[L8] keeps a bounded history, and likes from before it', async () => {
    const catalogue = await catalogueOn(database, { historyKept: 30 });
    await catalogue.project([logged(likes(1)), logged(likes(2))]);
    for (let i = 0; i < 6; i++) await catalogue.project(Array.from({ length: 100 }, (_, j) => logged(completes(i * 100 + j))));
    const { rows } = await database.query<{ kept: number }>(`SELECT count(*)::int AS kept FROM history WHERE type = 'complete'`);
    expect(rows[0]!.kept).toBeLessThan(600);
    expect((await catalogue.history(ada, { limit: 10 })).map(({ trackId }) => trackId)[0]).toBe('t599');
    expect([...(await catalogue.likes(ada))].sort()).toEqual(['t1', 't2']);
    await catalogue.project([logged({ type: 'unlike', trackId: trackId(1) })]);
    expect(await catalogue.likes(ada)).toEqual(['t2']);
  });

  it('[CA6] brings nobody back who was erased, even when the marks are lost', async () => {
    const catalogue = await catalogueOn(database);
    const events = [logged(likes(7)), logged(completes(8)), logged({ type: 'erase' })];
    await catalogue.project(events);
    await database.exec('DELETE FROM projection_mark');
    await catalogue.project(events.slice(0, 2));
    expect(await catalogue.likes(ada)).toEqual([]);
    const { rows } = await database.query(`SELECT id FROM listener WHERE id = 'ada'`);
    expect(rows).toEqual([]);
    const { rows: dump } = await database.query<{ all: string }>(`SELECT string_agg(erasure::text, ' ') AS all FROM erasure`);
    expect(dump[0]!.all).not.toContain('ada');
  });
});

describe('migrations', () => {
  it('stand in SQL as they stand in the schema: every model has its table, every field its column', async () => {
    const database = await migrated();
    const { rows } = await database.query<{ name: string }>(
      `SELECT table_name || '.' || column_name AS name FROM information_schema.columns
       WHERE table_schema = 'public' AND table_name <> '_prisma_migrations' ORDER BY 1`,
    );
    const schema = await readFile(join(import.meta.dirname, '../../../../prisma/schema.prisma'), 'utf8');
    expect(rows.map(({ name }) => name)).toEqual(columnsOf(schema));
    await database.close();
  });

  it('are recorded as prisma migrate records them, and refuse an edited one', async () => {
    const database = await migrated();
    const { rows } = await database.query(
      `SELECT migration_name AS name, checksum, finished_at IS NOT NULL AS finished, applied_steps_count AS steps, logs, rolled_back_at
       FROM _prisma_migrations ORDER BY 1`,
    );
    expect(rows).toEqual(
      loadMigrations().map(({ name, checksum }) => ({ name, checksum, finished: true, steps: 1, logs: null, rolled_back_at: null })),
    );
    const edited = loadMigrations().map((migration) => ({ ...migration, checksum: 'other' }));
    const again = database.transaction((tx) => migrate(tx, 'public', edited));
    await expect(again).rejects.toMatchObject({ code: 'catalogue_newer' });
    await database.close();
  });

  const url = process.env['DATABASE_URL'];
  it.skipIf(!url)('are applied once when several processes start at once', async () => {
    const schema = `test-${randomUUID()}`;
    const opened = await Promise.all(Array.from({ length: 5 }, () => openPostgresCatalogue({ url: url ?? '', schema, connections: 1 })));
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    const { rows } = await client.query(`SELECT migration_name FROM "${schema}"._prisma_migrations`);
    await client.query(`DROP SCHEMA "${schema}" CASCADE`);
    await client.end();
    for (const catalogue of opened) await catalogue.close();
    expect(rows).toHaveLength(loadMigrations().length);
  });

  it('[CA8] say in bounded time that no Postgres listens', async () => {
    const closed = openPostgresCatalogue({ url: 'postgresql://nobody@127.0.0.1:1/none', timeoutMs: 1_000 });
    await expect(closed).rejects.toMatchObject({ code: 'catalogue_unavailable' });
  });
});

/** `table.column` of every stored field of the schema, sorted. */
function columnsOf(schema: string): string[] {
  const scalar = /^ {2}(\w+)\s+(String|Int|BigInt|Float|Boolean|IdentityKind|SubjectKind)(\[\])?\??(\s.*)?$/;
  const columns: string[] = [];
  for (const [, body = ''] of schema.matchAll(/^model \w+ \{\n(.*?)^\}/gms)) {
    const table = /@@map\("(\w+)"\)/.exec(body)?.[1];
    for (const line of body.split('\n')) {
      const field = scalar.exec(line);
      if (field) columns.push(`${table}.${/@map\("(\w+)"\)/.exec(line)?.[1] ?? field[1]}`);
    }
  }
  return columns.sort();
}
