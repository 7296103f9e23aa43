import { createHash, randomUUID } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { AppError } from '@segue/core/errors';

/** The little of a database that migrating needs; one connection, so that a lock holds. */
export interface MigrationDb {
  query(sql: string, params?: unknown[]): Promise<{ rows: Record<string, unknown>[] }>;
  /** Several statements at once. */
  exec(sql: string): Promise<unknown>;
}

/** As `prisma migrate` makes it, so that its own commands agree with ours. */
const BOOKS = `CREATE TABLE IF NOT EXISTS "_prisma_migrations" (
  "id" VARCHAR(36) PRIMARY KEY, "checksum" VARCHAR(64) NOT NULL, "finished_at" TIMESTAMPTZ, "migration_name" VARCHAR(255) NOT NULL,
  "logs" TEXT, "rolled_back_at" TIMESTAMPTZ, "started_at" TIMESTAMPTZ NOT NULL DEFAULT now(), "applied_steps_count" INTEGER NOT NULL DEFAULT 0)`;
/** "segue" in hexadecimal: whoever starts at the same time waits here. */
const LOCK = 0x7365677565;

/** Applies what is missing, each in a transaction. A database from a newer version is left untouched. */
export async function migrate(db: MigrationDb): Promise<void> {
  const migrations = readMigrations();
  await db.query(`SELECT pg_advisory_lock(${LOCK})`);
  try {
    const { rows: tables } = await db.query(`SELECT to_regclass('"_prisma_migrations"') IS NOT NULL AS there`);
    const applied = tables[0]?.['there']
      ? (
          await db.query('SELECT migration_name AS name FROM "_prisma_migrations" WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL')
        ).rows.map((row) => String(row['name']))
      : [];
    const unknown = applied.filter((name) => !migrations.some((migration) => migration.name === name));
    if (unknown.length > 0)
      throw new AppError(
        'catalogue_newer',
        `The database was written by a newer Segue (it has the migration ${unknown.join(', ')}). Start that version; nothing was touched.`,
      );
    await db.exec(BOOKS);
    for (const { name, sql, checksum } of migrations) {
      if (applied.includes(name)) continue;
      await db.exec(`BEGIN; ${sql}; COMMIT;`);
      await db.query(
        'INSERT INTO "_prisma_migrations" (id, checksum, finished_at, migration_name, applied_steps_count) VALUES ($1, $2, now(), $3, 1)',
        [randomUUID(), checksum, name],
      );
    }
  } finally {
    await db.query(`SELECT pg_advisory_unlock(${LOCK})`);
  }
}

export function readMigrations(): { readonly name: string; readonly sql: string; readonly checksum: string }[] {
  const folder = migrationsFolder();
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => {
      const sql = readFileSync(join(folder, name, 'migration.sql'), 'utf8');
      return { name, sql, checksum: createHash('sha256').update(sql).digest('hex') };
    })
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** Above this file, wherever a bundler put it. */
function migrationsFolder(): string {
  for (let folder = import.meta.dirname; ; folder = dirname(folder)) {
    const candidate = join(folder, 'prisma', 'migrations');
    if (existsSync(candidate)) return candidate;
    if (folder === dirname(folder))
      throw new AppError('catalogue_unavailable', 'prisma/migrations is not beside the program: the installation is incomplete');
  }
}
