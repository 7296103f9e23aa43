import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

export interface Migration {
  readonly name: string;
  readonly sql: string;
  /** SHA-256 of the file, in hex, as `prisma migrate` keeps it. */
  readonly checksum: string;
}

/** The migrations that this build knows, oldest first. */
export function loadMigrations(folder = above(import.meta.dirname, join('prisma', 'migrations'))): Migration[] {
  if (!folder) throw new Error('prisma/migrations is missing: it has to lie beside or above the program');
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .sort()
    .map((name) => {
      const bytes = readFileSync(join(folder, name, 'migration.sql'));
      return { name, sql: bytes.toString(), checksum: createHash('sha256').update(bytes).digest('hex') };
    });
}

/** Finds `path` in `from` or the nearest folder above: sources and bundles lie at different depths of the same tree. */
export function above(from: string, path: string): string | null {
  for (let folder = from; ; folder = dirname(folder)) {
    if (existsSync(join(folder, path))) return join(folder, path);
    if (dirname(folder) === folder) return null;
  }
}
