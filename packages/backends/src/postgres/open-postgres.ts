import { PrismaPg } from '@prisma/adapter-pg';
import { AppError } from '@segue/core/errors';
import pg from 'pg';
import { PostgresCatalogue } from './catalogue.ts';
import { migrate } from './migrate.ts';

export interface PostgresCatalogueOptions {
  /** TLS parameters (`sslmode`, `sslrootcert`, …) pass through to the driver. */
  readonly url: string;
  /** A schema of its own: instances with other prefixes share the database and nothing in it. */
  readonly schema?: string;
  readonly maxConnections?: number;
}

const CONNECT_TIMEOUT_MS = 5_000;
const STATEMENT_TIMEOUT_MS = 20_000;

/** Connects, migrates, and opens the catalogue on a running Postgres. */
export async function openPostgresCatalogue({
  url,
  schema = 'public',
  maxConnections = 8,
}: PostgresCatalogueOptions): Promise<PostgresCatalogue> {
  const config: pg.PoolConfig = {
    connectionString: url,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    statement_timeout: STATEMENT_TIMEOUT_MS,
    options: `-c search_path="${schema}"`,
    max: maxConnections,
    keepAlive: true,
  };
  const client = new pg.Client(config);
  client.on('error', () => {});
  try {
    await client.connect();
    await client.query(`CREATE SCHEMA IF NOT EXISTS "${schema}"`);
    await migrate({ query: (sql, params) => client.query(sql, params), exec: (sql) => client.query(sql) });
  } catch (cause) {
    if (cause instanceof AppError) throw cause;
    throw new AppError('catalogue_unavailable', `Postgres cannot be used: ${cause instanceof Error ? cause.message : String(cause)}`, {
      cause,
    });
  } finally {
    await client.end().catch(() => {});
  }
  return new PostgresCatalogue({
    adapter: new PrismaPg(config, { schema, onPoolError: () => {}, onConnectionError: () => {} }),
    close: async () => {},
  });
}
