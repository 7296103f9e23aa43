import { mkdir, open, readdir, rename, rm, stat, utimes } from 'node:fs/promises';
import { join } from 'node:path';

export interface DiskCache {
  /** The file's bytes, or null if it is not there or not of this length. What another process put there is found too. */
  read(name: string, bytes: number): Promise<Buffer | null>;
  /** Keeps bytes under a name; the least recently read go when the bound is passed. Never throws: a cache may fail. */
  write(name: string, data: Uint8Array): Promise<void>;
  /** Bytes held now. */
  size(): number;
}

/**
 * A folder of files that never holds more than `maxBytes`, least recently used out first, across restarts too. Processes may share
 * it: each bounds what it has seen of it.
 */
export async function openDiskCache(folder: string, maxBytes: number): Promise<DiskCache> {
  await mkdir(folder, { recursive: true });
  /** Bytes of each, least recently used first. */
  const entries = new Map<string, number>();
  let held = 0;
  const found: { name: string; bytes: number; usedAt: number }[] = [];
  for (const name of await readdir(folder)) {
    // Half a file that a crash left behind is of no use to anyone.
    if (name.endsWith('.part')) {
      await rm(join(folder, name), { force: true });
      continue;
    }
    const info = await stat(join(folder, name)).catch(() => null);
    if (info?.isFile()) found.push({ name, bytes: info.size, usedAt: info.mtimeMs });
  }
  for (const { name, bytes } of found.sort((a, b) => a.usedAt - b.usedAt)) {
    entries.set(name, bytes);
    held += bytes;
  }
  let parts = 0;
  const forget = (name: string): void => {
    held -= entries.get(name) ?? 0;
    entries.delete(name);
  };
  const shrink = async (): Promise<void> => {
    for (const name of entries.keys()) {
      if (held <= maxBytes) return;
      forget(name);
      await rm(join(folder, name), { force: true }).catch(() => {});
    }
  };
  const keep = async (name: string, bytes: number): Promise<void> => {
    forget(name);
    entries.set(name, bytes);
    held += bytes;
    await shrink();
  };
  await shrink();
  return {
    async read(name, bytes) {
      const path = join(folder, name);
      try {
        const file = await open(path, 'r');
        try {
          const data = await file.readFile();
          if (data.length === bytes) {
            const now = new Date();
            await utimes(path, now, now).catch(() => {});
            await keep(name, bytes);
            return data;
          }
        } finally {
          await file.close();
        }
      } catch {
        // It was never there, or somebody cleaned the folder: the block is made.
      }
      forget(name);
      return null;
    },
    async write(name, data) {
      if (data.byteLength > maxBytes) return;
      const part = join(folder, `${name}.${process.pid}.${parts++}.part`);
      try {
        const file = await open(part, 'w');
        try {
          await file.writeFile(data);
        } finally {
          await file.close();
        }
        // A reader sees the whole file or none.
        await rename(part, join(folder, name));
      } catch {
        await rm(part, { force: true }).catch(() => {});
        return;
      }
      await keep(name, data.byteLength);
    },
    size: () => held,
  };
}
