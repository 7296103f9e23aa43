import { AppError } from '@segue/core/errors';
import { comparePositions, compareRevisions, type ListenerId, ListenerIdSchema, type Position, type TrackId } from '@segue/core/events';
import {
  type CachedSlate,
  LogIdentitySchema,
  MAX_PENDING_ACTS,
  type NoticeHandlers,
  type OnlineStore,
  type PendingAct,
  PRESENCE_SECONDS,
  type StoredTaste,
  type TasteChunk,
  type TrackChunk,
} from '@segue/core/ports';
import { z } from 'zod';

/** The little that an embedded store asks of whatever keeps its bytes. Reads see every write before them. */
export interface KeyValue {
  get(key: string): Uint8Array | undefined;
  /** The keys that begin so. */
  keys(prefix: string): Iterable<string>;
  /** All or nothing; null removes. Throws `store_unavailable`. */
  write(changes: readonly (readonly [key: string, value: Uint8Array | null])[]): void;
  close(): Promise<void>;
}

/** What instances in one process share; one process has one, tests may open several instances on it. */
export class EmbeddedShared {
  readonly pending = new Map<ListenerId, readonly { readonly act: PendingAct; readonly untilMs: number }[]>();
  readonly slates = new Map<ListenerId, { readonly slate: CachedSlate; readonly untilMs: number }>();
  /** listener → instance → connections with the time until which they hold. */
  readonly present = new Map<ListenerId, Map<string, Map<string, number>>>();
  readonly handlers = new Map<string, NoticeHandlers>();
  readonly limits = new Map<string, { taken: number; untilMs: number }>();
}

const MAX_SLATES = 10_000;
const MAX_LIMITS = 50_000;
const MAX_PENDING_LISTENERS = 10_000;
const PRESENT_FOR_MS = PRESENCE_SECONDS * 1_000;
const PENDING_FOR_MS = 86_400_000;

/**
 * The online store of one process, over any store of bytes. Tastes, tracks, marks, sessions and the log's identity are
 * kept in it; slates, pending acts, presence and limits live in memory: a restart makes the first again from tastes,
 * learns the second from the log, and finds nobody present.
 */
export function createEmbeddedStore({
  bytes: kept,
  shared,
  instance,
  nowMs = Date.now,
}: {
  readonly bytes: KeyValue;
  readonly shared: EmbeddedShared;
  readonly instance: string;
  readonly nowMs?: () => number;
}): OnlineStore {
  let closed = false;
  const bytes = whileOpen(kept, () => !closed);
  const markKey = (side: 'l' | 't', partition: number) => `mark/${side}/${partition}`;
  const tasteKey = (partition: number, listener: ListenerId) => `taste/${partition}/${listener}`;
  const trackKey = (partition: number, track: TrackId) => `track/${partition}/${track}`;
  const sessionKey = (session: string) => `session/${session}`;
  const sessionsKey = (listener: ListenerId) => `sessions/${listener}`;

  const readMark = (side: 'l' | 't', partition: number) => positionOf(bytes.get(markKey(side, partition)), partition);
  const readTaste = (partition: number, listener: ListenerId): StoredTaste | null => {
    const value = bytes.get(tasteKey(partition, listener));
    const position = positionOf(value, partition);
    return value && position ? { position, record: value.subarray(HEADER) } : null;
  };
  const readSession = (session: string) => parsed(KeptSession, bytes.get(sessionKey(session)));
  const sessionsOf = (listener: ListenerId) => parsed(KeptSessions, bytes.get(sessionsKey(listener))) ?? [];
  const liveSession = (session: string) => {
    const found = readSession(session);
    return found && found.untilMs > nowMs() ? found : null;
  };
  const pendingOf = (listener: ListenerId) => (shared.pending.get(listener) ?? []).filter(({ untilMs }) => untilMs > nowMs());
  const keepPending = (listener: ListenerId, acts: ReturnType<typeof pendingOf>) => {
    shared.pending.delete(listener);
    if (acts.length > 0) shared.pending.set(listener, acts);
    dropOldest(shared.pending, MAX_PENDING_LISTENERS);
  };

  const notify = (listener: ListenerId, notice: Uint8Array) => {
    for (const [name, connections] of shared.present.get(listener) ?? []) {
      if ([...connections.values()].some((untilMs) => untilMs > nowMs())) shared.handlers.get(name)?.onNotice(listener, notice);
    }
  };

  return {
    tastes: {
      load: async (partition, listeners) => listeners.map((listener) => readTaste(partition, listener)),
      mark: async (partition) => readMark('l', partition),
      async save(chunk: TasteChunk) {
        const { partition, writes } = chunk;
        if (!same(readMark('l', partition), chunk.expectedMark)) return 'mark-moved';
        const stored = writes.map(({ listener }) => readTaste(partition, listener));
        for (const [i, { expected, next }] of writes.entries()) {
          const has = stored[i] ?? null;
          if (!same(has?.position ?? null, expected) || (has?.record.length ?? 0) < (next.keeps ?? 0)) return 'taste-moved';
        }
        const changes: [string, Uint8Array | null][] = [[markKey('l', partition), headerOf(chunk.nextMark)]];
        for (const [i, { listener, next, erases }] of writes.entries()) {
          changes.push([tasteKey(partition, listener), framed(next, stored[i]?.record.subarray(0, next.keeps ?? 0) ?? NOTHING)]);
          if (erases) for (const session of sessionsOf(listener)) changes.push([sessionKey(session), null]);
          if (erases) changes.push([sessionsKey(listener), null]);
        }
        bytes.write(changes);
        for (const { listener, next, dropsSlate, erases } of writes) {
          if (dropsSlate || erases) shared.slates.delete(listener);
          keepPending(listener, erases ? [] : pendingOf(listener).filter(({ act }) => comparePositions(act.position, next.position) > 0));
        }
        for (const { listener, notice } of writes) notify(listener, notice);
        return 'saved';
      },
    },
    tracks: {
      load: async (partition, tracks) => tracks.map((track) => bytes.get(trackKey(partition, track)) ?? null),
      mark: async (partition) => readMark('t', partition),
      async save({ partition, expectedMark, nextMark, writes }: TrackChunk) {
        if (!same(readMark('t', partition), expectedMark)) return 'mark-moved';
        bytes.write([
          [markKey('t', partition), headerOf(nextMark)],
          ...writes.map(({ track, record }) => [trackKey(partition, track), record] as const),
        ]);
        return 'saved';
      },
    },
    slates: {
      async get(_partition, listener) {
        const kept = shared.slates.get(listener);
        return kept && kept.untilMs > nowMs() ? kept.slate : null;
      },
      async put(partition, listener, slate, { ttlSeconds }) {
        const taste = readTaste(partition, listener);
        if (taste && (!slate.tasteAt || comparePositions({ ...slate.tasteAt, partition }, taste.position) < 0)) return false;
        const kept = shared.slates.get(listener);
        if (kept && kept.untilMs > nowMs() && compareRevisions(kept.slate.revision, slate.revision) > 0) return false;
        shared.slates.delete(listener);
        shared.slates.set(listener, { slate, untilMs: nowMs() + ttlSeconds * 1000 });
        dropOldest(shared.slates, MAX_SLATES);
        return true;
      },
    },
    pending: {
      async add(partition, listener, act) {
        const taste = readTaste(partition, listener);
        if (taste && comparePositions(act.position, taste.position) <= 0) return;
        const others = pendingOf(listener).filter((other) => comparePositions(other.act.position, act.position) !== 0);
        const acts = [...others, { act, untilMs: nowMs() + PENDING_FOR_MS }];
        acts.sort((a, b) => comparePositions(a.act.position, b.act.position));
        keepPending(listener, acts.slice(-MAX_PENDING_ACTS));
      },
      list: async (_partition, listener) => pendingOf(listener).map(({ act }) => act),
    },
    presence: {
      async join(_partition, listener, connection) {
        const instances = shared.present.get(listener) ?? new Map<string, Map<string, number>>();
        const connections = instances.get(instance) ?? new Map<string, number>();
        connections.set(connection, nowMs() + PRESENT_FOR_MS);
        instances.set(instance, connections);
        shared.present.set(listener, instances);
      },
      async leave(_partition, listener, connection) {
        const instances = shared.present.get(listener);
        const connections = instances?.get(instance);
        connections?.delete(connection);
        if (connections?.size === 0) instances?.delete(instance);
        if (instances?.size === 0) shared.present.delete(listener);
      },
      async renew(held) {
        for (const { listener, connection } of held)
          shared.present
            .get(listener)
            ?.get(instance)
            ?.set(connection, nowMs() + PRESENT_FOR_MS);
      },
      async listen(handlers) {
        shared.handlers.set(instance, handlers);
        return { stop: async () => void shared.handlers.delete(instance) };
      },
    },
    sessions: {
      async open(session, listener, { ttlSeconds }) {
        const others = sessionsOf(listener).filter((other) => other !== session);
        bytes.write([
          // Nobody else ever clears away the ones that ran out.
          ...others.filter((other) => !liveSession(other)).map((other) => [sessionKey(other), null] as const),
          [sessionKey(session), packed({ listener, untilMs: nowMs() + ttlSeconds * 1000 })],
          [sessionsKey(listener), packed([...others.filter(liveSession), session])],
        ]);
      },
      async touch(session, { ttlSeconds }) {
        const found = liveSession(session);
        if (!found) return null;
        const untilMs = nowMs() + ttlSeconds * 1000;
        // A write for every page would be many: once an hour is enough to keep a session that lasts for days.
        if (untilMs - found.untilMs > Math.min(3_600_000, ttlSeconds * 100))
          bytes.write([[sessionKey(session), packed({ ...found, untilMs })]]);
        return found.listener;
      },
      async close(session) {
        const found = readSession(session);
        if (!found) return;
        bytes.write([
          [sessionKey(session), null],
          [sessionsKey(found.listener), packed(sessionsOf(found.listener).filter((other) => other !== session))],
        ]);
      },
      async closeAll(listener) {
        bytes.write([...sessionsOf(listener).map((session) => [sessionKey(session), null] as const), [sessionsKey(listener), null]]);
      },
    },
    limits: {
      async take(key, { limit, windowSeconds }) {
        const now = nowMs();
        const fresh = { taken: 0, untilMs: now + windowSeconds * 1000 };
        const known = shared.limits.get(key);
        // One that lasts longer than a window is of before the clock was set back.
        const window = known && known.untilMs > now && known.untilMs <= fresh.untilMs ? known : fresh;
        window.taken++;
        shared.limits.set(key, window);
        dropOldest(shared.limits, MAX_LIMITS);
        return window.taken <= limit ? 0 : Math.max(1, window.untilMs - now);
      },
    },
    log: {
      recall: async () => parsed(LogIdentitySchema, bytes.get('log')),
      async remember(identity) {
        bytes.write([['log', packed(identity)]]);
      },
    },
    async forgetLearnt() {
      const learnt = ['mark/', 'taste/', 'track/'].flatMap((prefix) => [...bytes.keys(prefix)]);
      bytes.write([...learnt, 'log'].map((key) => [key, null] as const));
      shared.slates.clear();
      shared.pending.clear();
    },
    async ready() {
      bytes.get('log');
    },
    async close() {
      if (closed) return;
      closed = true;
      await kept.close();
    },
  };
}

const KeptSession = z.object({ listener: ListenerIdSchema, untilMs: z.number() });
const KeptSessions = z.array(z.string());

const packed = (value: unknown): Uint8Array => Buffer.from(JSON.stringify(value));
const parsed = <T>(schema: z.ZodType<T>, value: Uint8Array | undefined): T | null =>
  value ? schema.parse(JSON.parse(Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString())) : null;

/** A store that was closed says so, instead of whatever its library makes of it. */
function whileOpen(bytes: KeyValue, isOpen: () => boolean): KeyValue {
  const open = (): KeyValue => {
    if (isOpen()) return bytes;
    throw new AppError('store_unavailable', 'the online store was closed: open it again to use it');
  };
  return {
    get: (key) => open().get(key),
    keys: (prefix) => open().keys(prefix),
    write: (changes) => open().write(changes),
    close: () => open().close(),
  };
}

/** Epoch and offset, as big-endian doubles: before a taste's record, and a mark's whole value. */
const HEADER = 16;

function headerOf(position: Position): Uint8Array {
  const out = Buffer.alloc(HEADER);
  out.writeDoubleBE(position.epoch, 0);
  out.writeDoubleBE(position.offset, 8);
  return out;
}

const NOTHING = new Uint8Array(0);
const framed = ({ position, record }: StoredTaste, kept: Uint8Array): Uint8Array => Buffer.concat([headerOf(position), kept, record]);

function positionOf(value: Uint8Array | undefined, partition: number): Position | null {
  if (!value) return null;
  const view = new DataView(value.buffer, value.byteOffset, value.byteLength);
  return { epoch: view.getFloat64(0), partition, offset: view.getFloat64(8) };
}

const same = (a: Position | null, b: Position | null): boolean => (a && b ? comparePositions(a, b) === 0 : a === b);

function dropOldest(map: Map<string, unknown>, most: number): void {
  for (const key of map.keys()) {
    if (map.size <= most) return;
    map.delete(key);
  }
}
