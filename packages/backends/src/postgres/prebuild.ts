import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { catalogueOn } from './open-embedded.ts';
import { openPglite } from './pglite.ts';
import { type PackedFile, packTemplate } from './template.ts';

/** Packs the data folder of an empty, migrated database into `target`, so that a first start takes a second. */
export async function prebuild(target: string): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'segue-template-'));
  try {
    const database = await openPglite(folder);
    await (await catalogueOn(database)).close();
    await database.close();
    const files: PackedFile[] = [];
    for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
      const path = join(entry.parentPath, entry.name);
      files.push({ path: relative(folder, path), bytes: entry.isFile() ? await readFile(path) : null });
    }
    // Folders first, and each before what lies in it.
    files.sort((a, b) => Number(a.bytes !== null) - Number(b.bytes !== null) || a.path.localeCompare(b.path));
    await packTemplate(files, target);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

if (process.argv[1] === import.meta.filename) await prebuild(join(import.meta.dirname, '..', '..', 'dist', 'pglite-template.gz'));
