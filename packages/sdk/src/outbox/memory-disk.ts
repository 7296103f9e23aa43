import type { Disk, Entry, Key, Lane, Stored, Tx } from './disk.ts';

/** An outbox that lasts as long as the page: private windows, full disks, and the shortest reading of what a disk means. */
export function createMemoryDisk({ meta: firstMeta, entries: firstEntries }: Stored = { meta: null, entries: [] }): Disk {
  let entries = firstEntries;
  let meta = firstMeta;
  let tail: Promise<unknown> = Promise.resolve();

  async function run<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    // Writes go to copies that replace the originals once the work is through: all or nothing.
    let nextMeta = meta;
    const changed = new Map<string, { readonly key: Key; readonly entry: Entry | null }>();
    const write = (key: Key, entry: Entry | null): void => {
      changed.set(`${key.gen}:${key.number}`, { key, entry });
    };
    const now = (): readonly Entry[] => merged(entries, changed);
    const tx: Tx = {
      meta: async () => nextMeta,
      putMeta: (value) => {
        nextMeta = value;
      },
      get: async (key) => now().find((entry) => same(entry, key)) ?? null,
      put: (entry) => write(entry, entry),
      delete: (key) => write(key, null),
      first: async (limit) => now().slice(0, limit),
      firstOf: async (lane: Lane, limit) =>
        now()
          .filter((entry) => entry.lane === lane)
          .slice(0, limit),
    };
    const result = await work(tx);
    entries = now();
    meta = nextMeta;
    return result;
  }

  return {
    kind: 'memory',
    taken: false,
    transact<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
      const done = tail.then(() => run(work));
      tail = done.catch(() => undefined);
      return done;
    },
    read: () => tail.then(() => ({ meta, entries })),
    close: () => {},
  };
}

const same = (entry: Entry, key: Key): boolean => entry.gen === key.gen && entry.number === key.number;

function merged(
  entries: readonly Entry[],
  changed: ReadonlyMap<string, { readonly key: Key; readonly entry: Entry | null }>,
): readonly Entry[] {
  if (changed.size === 0) return entries;
  const kept = entries.filter((entry) => !changed.has(`${entry.gen}:${entry.number}`));
  for (const { entry } of changed.values()) if (entry) kept.push(entry);
  return kept.sort((a, b) => a.gen - b.gen || a.number - b.number);
}
