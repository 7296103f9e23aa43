import { randomUUID } from 'node:crypto';
import { AppError } from '@segue/core/errors';
import type { Migration } from './migrations.ts';

/** The slice of a database connection that migrating uses. */
export interface MigrationConnection {
  /** Runs statements without parameters, several at once. */
  exec(sql: string): Promise<unknown>;
  query(sql: string, parameters?: unknown[]): Promise<{ rows: unknown[] }>;
}

/** The lock that `prisma migrate` takes: it and any number of our processes may start together. */
const MIGRATION_LOCK = 72_707_369;

const RECORDS = `
  CREATE TABLE IF NOT EXISTS _prisma_migrations (
    id VARCHAR(36) PRIMARY KEY NOT NULL,
    checksum VARCHAR(64) NOT NULL,
    finished_at TIMESTAMPTZ,
    migration_name VARCHAR(255) NOT NULL,
    logs TEXT,
    rolled_back_at TIMESTAMPTZ,
    started_at TIMESTAMPTZ NOT NULL DEFAULT now(),
    applied_steps_count INTEGER NOT NULL DEFAULT 0
  )`;

interface Recorded {
  readonly name: string;
  readonly checksum: string;
  readonly finished: boolean;
}

/**
 * Brings a schema of the database to this build's version, inside the transaction that `connection` is in, and records it
 * as `prisma migrate` does. Rejects with `catalogue_newer`, having changed nothing, if another version wrote it.
 */
export async function migrate(connection: MigrationConnection, schema: string, migrations: readonly Migration[]): Promise<void> {
  await connection.exec(`SET LOCAL lock_timeout = '30s'`);
  await connection.query(`SELECT pg_advisory_xact_lock(${MIGRATION_LOCK})::text`);
  await connection.query(`SELECT set_config('search_path', $1, true)`, [quoted(schema)]);

  const recorded = await recordedIn(connection, schema);
  for (const record of recorded) refuseForeign(record, migrations, schema);
  const pending = migrations.filter(({ name }) => !recorded.some((record) => record.name === name));
  if (pending.length === 0) return;

  await connection.exec(`CREATE SCHEMA IF NOT EXISTS ${quoted(schema)}; ${RECORDS}`);
  for (const { name, sql, checksum } of pending) {
    await connection.exec(sql);
    await connection.query(
      `INSERT INTO _prisma_migrations (id, checksum, migration_name, started_at, finished_at, applied_steps_count)
       VALUES ($1, $2, $3, now(), now(), 1)`,
      [randomUUID(), checksum, name],
    );
  }
}

/** Double-quoted for SQL. */
export const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;

async function recordedIn(connection: MigrationConnection, schema: string): Promise<Recorded[]> {
  const { rows } = await connection.query(`SELECT 1 FROM pg_tables WHERE schemaname = $1 AND tablename = '_prisma_migrations'`, [schema]);
  if (rows.length === 0) return [];
  const records = await connection.query(
    `SELECT migration_name AS name, checksum, finished_at IS NOT NULL AS finished
     FROM _prisma_migrations WHERE rolled_back_at IS NULL`,
  );
  return records.rows as Recorded[];
}

function refuseForeign({ name, checksum, finished }: Recorded, migrations: readonly Migration[], schema: string): void {
  const known = migrations.find((migration) => migration.name === name);
  const where = `schema ${schema} of the catalogue's database`;
  if (!known)
    throw new AppError(
      'catalogue_newer',
      `${where} was migrated by a newer version (${name}): start that one, or give this one its own database`,
    );
  if (known.checksum !== checksum)
    throw new AppError('catalogue_newer', `${where} has another version of the migration ${name}: start the build that wrote it`);
  if (!finished) throw new AppError('catalogue_newer', `${where} holds the failed migration ${name}: mend it with prisma migrate resolve`);
}
