import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { migrate } from './migrate.ts';

// Run by the build: a migrated, empty data folder of PGlite, packed, for the first start to unpack.
const out = process.argv[2] ?? join(import.meta.dirname, '..', '..', 'dist', 'catalogue.tar.gz');
const db = await PGlite.create();
await migrate({
  query: async (sql, params) => ({ rows: (await db.query(sql, params)).rows as Record<string, unknown>[] }),
  exec: (sql) => db.exec(sql),
});
await db.exec('CHECKPOINT');
const packed = await db.dumpDataDir('gzip');
mkdirSync(dirname(out), { recursive: true });
writeFileSync(out, Buffer.from(await packed.arrayBuffer()));
await db.close();
