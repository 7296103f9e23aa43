import { join } from 'node:path';
import type { PGlite } from '@electric-sql/pglite';
import { AppError } from '@segue/core/errors';
import type { Catalogue } from '@segue/core/ports';
import { PrismaPGlite } from 'pglite-prisma-adapter';
import { lockFolder } from '../lmdb/folder-lock.ts';
import { PrismaCatalogue } from './catalogue.ts';
import { PrismaClient } from './generated/client.ts';
import { migrate } from './migrate.ts';
import { loadMigrations } from './migrations.ts';
import { openPglite } from './pglite.ts';
import { prebuiltTemplate, unpackTemplate } from './template.ts';

export interface EmbeddedCatalogueOptions {
  /** A folder of its own; made if it is missing. One process at a time may have it open. */
  readonly path: string;
  /** A packed data folder to start from; the build's own unless said, and null makes one from nothing (5 s, 850 MB). */
  readonly prebuilt?: string | null;
  readonly timeoutMs?: number;
  readonly historyKept?: number;
  readonly now?: () => number;
}

/** Opens the catalogue on PGlite, Postgres inside this process, having brought it to this build's version. */
export async function openEmbeddedCatalogue({
  path,
  prebuilt = prebuiltTemplate(),
  ...options
}: EmbeddedCatalogueOptions): Promise<Catalogue> {
  try {
    // PGlite lets a second process in, and both would write the same files. The lock lies beside them: Postgres makes its
    // folder only where it is empty.
    const release = lockFolder(path, 'the catalogue');
    try {
      const data = join(path, 'data');
      if (prebuilt) await unpackTemplate(prebuilt, data);
      const database = await openPglite(data);
      return await catalogueOn(database, options, () => database.close().finally(release));
    } catch (cause) {
      release();
      throw cause;
    }
  } catch (cause) {
    if (cause instanceof AppError) throw cause;
    throw new AppError(
      'catalogue_unavailable',
      `the embedded database at ${path} could not be opened: ${cause instanceof Error ? cause.message : String(cause)}`,
      { cause },
    );
  }
}

/** The catalogue on a PGlite that is open; closing it leaves that open. */
export async function catalogueOn(
  database: PGlite,
  { timeoutMs = 30_000, historyKept, now = Date.now }: Omit<EmbeddedCatalogueOptions, 'path' | 'prebuilt'> = {},
  close: () => Promise<void> = async () => undefined,
): Promise<Catalogue> {
  try {
    await database.transaction((tx) =>
      migrate({ exec: (sql) => tx.exec(sql), query: (sql, parameters) => tx.query(sql, parameters) }, 'public', loadMigrations()),
    );
  } catch (cause) {
    await close();
    throw cause;
  }
  const prisma = new PrismaClient({
    adapter: new PrismaPGlite(database),
    transactionOptions: { maxWait: timeoutMs, timeout: timeoutMs },
  });
  return new PrismaCatalogue({
    prisma,
    schema: 'public',
    timeoutMs,
    now,
    close,
    ...(historyKept === undefined ? {} : { historyKept }),
  });
}
