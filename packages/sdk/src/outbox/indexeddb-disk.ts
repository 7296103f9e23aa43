import { type DBSchema, openDB } from 'idb';
import type { Disk, Entry, Lane, Meta, Tx } from './disk.ts';

interface Schema extends DBSchema {
  entries: { key: [number, number]; value: Entry; indexes: { lane: [string, number, number] } };
  meta: { key: string; value: Meta };
}

const OPENING_MS = 2_000;

/** The outbox of one browser profile and origin, shared by its tabs. Rejects if the browser will not keep one. */
export async function openIndexedDbDisk(name: string): Promise<Disk> {
  const opening = openDB<Schema>(name, 1, {
    upgrade(db) {
      db.createObjectStore('entries', { keyPath: ['gen', 'number'] }).createIndex('lane', ['lane', 'gen', 'number']);
      db.createObjectStore('meta');
    },
    blocking(_current, _blocked, event) {
      // A newer version of the page wants to migrate: let it; this tab goes on in memory.
      (event.target as IDBDatabase).close();
    },
  });
  const db = await within(OPENING_MS, opening);
  return {
    kind: 'indexeddb',
    async transact<T>(work: (tx: Tx) => Promise<T>, durable: boolean): Promise<T> {
      const tx = db.transaction(['entries', 'meta'], 'readwrite', { durability: durable ? 'strict' : 'relaxed' });
      const entries = tx.objectStore('entries');
      const metas = tx.objectStore('meta');
      // A failed write aborts the transaction and is told by `done`; its own promise would be an unhandled rejection.
      const told = (write: Promise<unknown>): void => void write.catch(() => undefined);
      const done = tx.done;
      done.catch(() => undefined);
      try {
        const result = await work({
          meta: async () => (await metas.get('meta')) ?? null,
          putMeta: (meta) => told(metas.put(meta, 'meta')),
          get: async ({ gen, number }) => (await entries.get([gen, number])) ?? null,
          put: (entry) => told(entries.put(entry)),
          delete: ({ gen, number }) => told(entries.delete([gen, number])),
          first: (limit) => entries.getAll(null, limit),
          firstOf: (lane: Lane, limit) => entries.index('lane').getAll(IDBKeyRange.bound([lane, 0, 0], [lane, Infinity, Infinity]), limit),
        });
        await done;
        return result;
      } catch (cause) {
        try {
          tx.abort();
        } catch {
          // It has ended already: there is nothing left to take back.
        }
        throw cause;
      }
    },
    close: () => db.close(),
  };
}

/** A database that another tab blocks, or a browser that never answers, must not hold gestures for ever. */
async function within<T extends { close(): void }>(ms: number, opening: Promise<T>): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(new Error(`IndexedDB did not open within ${ms} ms`));
      opening.then((db) => db.close()).catch(() => undefined);
    }, ms);
  });
  try {
    return await Promise.race([opening, late]);
  } finally {
    clearTimeout(timer);
  }
}
