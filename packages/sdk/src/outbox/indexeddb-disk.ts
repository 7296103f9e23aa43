import type { Disk, Entry, Lane, Meta, Tx } from './disk.ts';

const OPENING_MS = 2_000;

/** The outbox of one browser profile and origin, shared by its tabs. Rejects if the browser will not keep one. */
export async function openIndexedDbDisk(name: string): Promise<Disk> {
  let taken = false;
  const opening = indexedDB.open(name, 1);
  opening.onupgradeneeded = () => {
    const db = opening.result;
    db.createObjectStore('entries', { keyPath: ['gen', 'number'] }).createIndex('lane', ['lane', 'gen', 'number']);
    db.createObjectStore('meta');
  };
  const db = await within(OPENING_MS, answerOf(opening));
  db.onversionchange = () => {
    // A newer version of the page wants to migrate, or all is to be forgotten: let it; this tab goes on in memory.
    taken = true;
    db.close();
  };
  const storesOf = (tx: IDBTransaction) => [tx.objectStore('entries'), tx.objectStore('meta')] as const;
  return {
    kind: 'indexeddb',
    get taken() {
      return taken;
    },
    async transact<T>(work: (tx: Tx) => Promise<T>, durable: boolean): Promise<T> {
      const tx = db.transaction(['entries', 'meta'], 'readwrite', { durability: durable ? 'strict' : 'relaxed' });
      const [entries, metas] = storesOf(tx);
      // A failed write aborts the transaction, and is told by that alone.
      const done = new Promise<void>((resolve, reject) => {
        tx.oncomplete = () => resolve();
        tx.onabort = () => reject(tx.error);
      });
      done.catch(() => undefined);
      try {
        const result = await work({
          meta: async () => (await answerOf<Meta | undefined>(metas.get('meta'))) ?? null,
          putMeta: (meta) => void metas.put(meta, 'meta'),
          get: async ({ gen, number }) => (await answerOf<Entry | undefined>(entries.get([gen, number]))) ?? null,
          put: (entry) => void entries.put(entry),
          delete: ({ gen, number }) => void entries.delete([gen, number]),
          first: (limit) => answerOf<Entry[]>(entries.getAll(null, limit)),
          firstOf: (lane: Lane, limit) =>
            answerOf<Entry[]>(entries.index('lane').getAll(IDBKeyRange.bound([lane, 0, 0], [lane, Infinity, Infinity]), limit)),
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
    async read() {
      const [entries, metas] = storesOf(db.transaction(['entries', 'meta']));
      const [held, meta] = await Promise.all([answerOf<Entry[]>(entries.getAll()), answerOf<Meta | undefined>(metas.get('meta'))]);
      return { meta: meta ?? null, entries: held };
    },
    close: () => db.close(),
  };
}

const answerOf = <T>(request: IDBRequest<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

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
