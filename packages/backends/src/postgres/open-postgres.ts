import { PrismaPg } from '@prisma/adapter-pg';
import { AppError } from '@segue/core/errors';
import type { Catalogue } from '@segue/core/ports';
import pg from 'pg';
import { PrismaCatalogue } from './catalogue.ts';
import { PrismaClient } from './generated/client.ts';
import { migrate } from './migrate.ts';
import { loadMigrations } from './migrations.ts';

export interface PostgresCatalogueOptions {
  /** `postgresql://…`, with TLS as libpq spells it (`sslmode`, `sslrootcert`, `sslcert`, `sslkey`). */
  readonly url: string;
  /** Else the address' `?schema=`, else `public`. Made if it is missing. */
  readonly schema?: string;
  /** Most connections that this process holds. */
  readonly connections?: number;
  /** For a connection, and for a statement. */
  readonly timeoutMs?: number;
  readonly historyKept?: number;
  readonly now?: () => number;
}

/** Opens the catalogue on a Postgres, having brought its schema to this build's version. */
export async function openPostgresCatalogue({
  url,
  schema = new URL(url).searchParams.get('schema') ?? 'public',
  connections = 8,
  timeoutMs = 10_000,
  historyKept,
  now = Date.now,
}: PostgresCatalogueOptions): Promise<Catalogue> {
  const connection = {
    connectionString: url,
    connectionTimeoutMillis: timeoutMs,
    // Ours first, so that a black hole is noticed; the server's, so that it does not go on with what nobody waits for.
    query_timeout: timeoutMs,
    statement_timeout: timeoutMs,
    keepAlive: true,
    application_name: 'segue',
  };
  await migrateOnce(connection, schema);
  const adapter = new PrismaPg(
    {
      ...connection,
      // Of a process that is gone, and of a transaction that was given up: its locks go too.
      idle_in_transaction_session_timeout: timeoutMs,
      max: connections,
      idleTimeoutMillis: 30_000,
    },
    { schema },
  );
  const prisma = new PrismaClient({ adapter, transactionOptions: { maxWait: timeoutMs, timeout: timeoutMs } });
  return new PrismaCatalogue({
    prisma,
    schema,
    timeoutMs,
    now,
    close: async () => undefined,
    ...(historyKept === undefined ? {} : { historyKept }),
  });
}

async function migrateOnce(connection: pg.ClientConfig, schema: string): Promise<void> {
  const client = new pg.Client({ ...connection, query_timeout: 60_000, statement_timeout: 60_000 });
  // Without a listener a connection that breaks ends the process; the statement in hand reports it too.
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.query('BEGIN');
    await migrate(
      { exec: (sql) => client.query(sql), query: (sql, parameters) => client.query(sql, parameters) },
      schema,
      loadMigrations(),
    );
    await client.query('COMMIT');
  } catch (cause) {
    if (cause instanceof AppError) throw cause;
    const reason = cause instanceof Error ? cause.message || String((cause as { code?: string }).code) : String(cause);
    throw new AppError('catalogue_unavailable', `Postgres could not be opened (schema ${schema}): ${reason}`, { cause });
  } finally {
    // Ending the connection takes back a transaction that was not committed.
    await client.end().catch(() => undefined);
  }
}
