import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { PrismaPGlite } from 'pglite-prisma-adapter';
import { PostgresCatalogue } from './catalogue.ts';
import { migrate } from './migrate.ts';

export interface EmbeddedCatalogueOptions {
  /** Postgres' data folder; made where it is missing. Without it everything is in memory. */
  readonly path?: string;
  /** A data folder as `prebuild` packed it: unpacking it is faster, and needs less memory, than making one. */
  readonly prebuilt?: string;
}

/** Postgres in this process (PGlite). */
export async function openEmbeddedCatalogue({ path, prebuilt }: EmbeddedCatalogueOptions): Promise<PostgresCatalogue> {
  if (path) mkdirSync(dirname(path), { recursive: true });
  const first = !path || !existsSync(path);
  const template = first && prebuilt && existsSync(prebuilt) ? new Blob([new Uint8Array(readFileSync(prebuilt))]) : null;
  const db = await PGlite.create({
    ...(path ? { dataDir: path } : {}),
    ...(template ? { loadDataDir: template } : {}),
    relaxedDurability: true,
  });
  await migrate({
    query: async (sql, params) => ({ rows: (await db.query(sql, params)).rows as Record<string, unknown>[] }),
    exec: (sql) => db.exec(sql),
  });
  return new PostgresCatalogue({ adapter: new PrismaPGlite(db), close: () => db.close() });
}
