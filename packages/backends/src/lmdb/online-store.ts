import { mkdirSync } from 'node:fs';
import { AppError } from '@segue/core/errors';
import type { OnlineStore } from '@segue/core/ports';
import { open } from 'lmdb';
import { createEmbeddedStore, EmbeddedShared, type KeyValue } from '../embedded-store.ts';

export interface LmdbOnlineStoreOptions {
  /** A folder; made where it is missing. */
  readonly path: string;
  readonly instance?: string;
  readonly nowMs?: () => number;
}

/** Address space, not disk: LMDB grows the file as it fills. */
const MAP_BYTES = 64 * 1024 ** 3;

/**
 * The online store of one process on disk. A save is one transaction that the process cannot lose, and that is not
 * flushed (15 µs instead of 300): a machine that loses its power may lose this store, and the log, which is flushed,
 * teaches it again.
 */
export function openLmdbOnlineStore({ path, instance = 'one', nowMs = Date.now }: LmdbOnlineStoreOptions): OnlineStore {
  return createEmbeddedStore({ bytes: openLmdbBytes(path), shared: new EmbeddedShared(), instance, nowMs });
}

/** Opened once in a process: a second opening would read what stood before the writes of the first. */
export function openLmdbBytes(path: string): KeyValue {
  mkdirSync(path, { recursive: true });
  const root = open({ path, mapSize: MAP_BYTES, encoding: 'binary', noMemInit: true, noSync: true });
  return {
    get: (key) => root.getBinary(key),
    keys: (prefix) => root.getKeys({ start: prefix, end: `${prefix}\uffff` }).map(String),
    write(changes) {
      try {
        root.transactionSync(() => {
          for (const [key, value] of changes) {
            if (value) root.putSync(key, Buffer.from(value.buffer, value.byteOffset, value.byteLength));
            else root.removeSync(key);
          }
        });
      } catch (cause) {
        throw new AppError('store_unavailable', 'LMDB could not write: is the disk full?', { cause });
      }
    },
    async close() {
      await root.flushed;
      await root.close();
    },
  };
}
