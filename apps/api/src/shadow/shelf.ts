import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';

/** Keeps what rankers have learnt over a restart. */
export interface Shelf {
  /** Null where nothing was kept. */
  load(): Promise<Uint8Array | null>;
  save(bytes: Uint8Array): Promise<void>;
}

/** A file, written whole beside and then moved: a process that dies while it writes leaves the one before. */
export function createFileShelf(path: string): Shelf {
  return {
    async load() {
      try {
        return await readFile(path);
      } catch (cause) {
        if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return null;
        throw cause;
      }
    },
    async save(bytes) {
      await mkdir(dirname(path), { recursive: true });
      const beside = `${path}.${process.pid}`;
      await writeFile(beside, bytes);
      await rename(beside, path);
    },
  };
}
