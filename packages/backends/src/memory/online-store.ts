import type { OnlineStore } from '@segue/core/ports';
import { createEmbeddedStore, EmbeddedShared, type KeyValue } from '../embedded-store.ts';

/** Keeps nothing beyond the process: for tests. Instances opened on one of these share everything. */
export class MemoryStoreShared {
  readonly values = new Map<string, Uint8Array>();
  readonly shared = new EmbeddedShared();
}

export interface MemoryOnlineStoreOptions {
  readonly on?: MemoryStoreShared;
  readonly instance?: string;
  readonly nowMs?: () => number;
}

export function openMemoryOnlineStore({
  on = new MemoryStoreShared(),
  instance = 'one',
  nowMs = Date.now,
}: MemoryOnlineStoreOptions = {}): OnlineStore {
  const bytes: KeyValue = {
    get: (key) => on.values.get(key),
    keys: (prefix) => [...on.values.keys()].filter((key) => key.startsWith(prefix)),
    write(changes) {
      for (const [key, value] of changes) {
        if (value) on.values.set(key, Uint8Array.from(value));
        else on.values.delete(key);
      }
    },
    close: async () => {},
  };
  return createEmbeddedStore({ bytes, shared: on.shared, instance, nowMs });
}
