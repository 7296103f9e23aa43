import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import { above } from './migrations.ts';

/** Where the build leaves the packed data folder of an empty, migrated database; null before a build. */
export const prebuiltTemplate = (): string | null => above(import.meta.dirname, TEMPLATE);

export const TEMPLATE = join('packages', 'backends', 'dist', 'pglite-template.gz');

/** Files of a folder, by path below it; a folder ends in a slash. Written as one JSON line of lengths, then the bytes. */
export type PackedFile = { readonly path: string; readonly bytes: Buffer | null };

export async function packTemplate(files: readonly PackedFile[], target: string): Promise<void> {
  const index = Buffer.from(`${JSON.stringify(files.map(({ path, bytes }) => [path, bytes?.length ?? -1]))}\n`);
  await mkdir(dirname(target), { recursive: true });
  const written = `${target}.${randomUUID()}`;
  await writeFile(written, await promisify(gzip)(Buffer.concat([index, ...files.flatMap(({ bytes }) => bytes ?? [])]), { level: 6 }));
  await rename(written, target);
}

/** Unpacks into `folder` unless a database is there. A start that dies half-way leaves no half of one. */
export async function unpackTemplate(packed: string, folder: string): Promise<void> {
  if (existsSync(join(folder, 'PG_VERSION'))) return;
  const all = await promisify(gunzip)(await readFile(packed));
  const end = all.indexOf(0x0a);
  const index = JSON.parse(all.toString('utf8', 0, end)) as [path: string, length: number][];
  const temporary = `${folder}.${randomUUID()}`;
  try {
    let at = end + 1;
    for (const [path, length] of index) {
      const target = join(temporary, path);
      if (length < 0) {
        await mkdir(target, { recursive: true });
        continue;
      }
      await writeFile(target, all.subarray(at, at + length), { mode: 0o600 });
      at += length;
    }
    // An empty folder may stand in the way; one with files in it makes this fail, as it should.
    await rename(temporary, folder);
  } catch (cause) {
    await rm(temporary, { recursive: true, force: true });
    throw cause;
  }
}
