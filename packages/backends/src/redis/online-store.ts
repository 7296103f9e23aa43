import type { ListenerId } from '@segue/core/events';
import { type LogIdentity, MAX_PENDING_ACTS, type OnlineStore, type TasteChunk, type TrackChunk } from '@segue/core/ports';
import type { Redis } from 'ioredis';
import { asked, connectAll } from './client.ts';
import { HEADER, headerOf, positionOf } from './header.ts';
import { listenTo } from './notices.ts';
import { ADD_PENDING, PUT_SLATE, SAVE_TASTES, SAVE_TRACKS, TAKE_LIMIT } from './scripts.ts';

export interface RedisOnlineStoreOptions {
  /** `redis://` or `rediss://` */
  readonly redis: string;
  readonly prefix: string;
  /** This process among others: notices are addressed to it. No `|` in it. */
  readonly instance: string;
  readonly nowMs?: () => number;
}

const PRESENT_FOR_MS = 30_000;
const PENDING_FOR_SECONDS = 86_400;
const REVISION = 24;
const SCANNED = 1_000;

type Scripts = Record<
  'saveTastes' | 'saveTracks' | 'putSlate' | 'addPending' | 'takeLimit',
  (keyCount: number, ...args: (string | Buffer | number)[]) => Promise<number>
>;

/**
 * The online store on Redis. All keys of a partition carry one hash tag, so that a chunk, its mark and its notices are one
 * script on one node of a Cluster, and a node that loses its last second loses a partition's end whole.
 */
export async function openRedisOnlineStore({
  redis: url,
  prefix,
  instance,
  nowMs = Date.now,
}: RedisOnlineStoreOptions): Promise<OnlineStore> {
  const { redis, masters } = await connectAll(url);
  for (const [name, lua] of Object.entries({
    saveTastes: SAVE_TASTES,
    saveTracks: SAVE_TRACKS,
    putSlate: PUT_SLATE,
    addPending: ADD_PENDING,
    takeLimit: TAKE_LIMIT,
  }))
    redis.defineCommand(name, { lua });
  const scripts = redis as unknown as Scripts & Redis;
  const keys = keysOf(prefix);
  const listening = new Set<{ stop(): Promise<void> }>();

  const sessionsOf = (listener: ListenerId) => asked(redis.smembers(keys.sessions(listener)));
  const closeAll = async (listener: ListenerId): Promise<void> => {
    const sessions = await sessionsOf(listener);
    await asked(Promise.all([...sessions.map((session) => redis.del(keys.session(session))), redis.del(keys.sessions(listener))]));
  };

  return {
    tastes: {
      async load(partition, listeners) {
        if (listeners.length === 0) return [];
        const values = await asked(redis.mgetBuffer(listeners.map((listener) => keys.taste(partition, listener))));
        return values.map((value) => (value ? { position: positionOf(value, partition), record: value.subarray(HEADER) } : null));
      },
      mark: (partition) => readMark(redis, keys.tasteMark(partition), partition),
      async save({ partition, expectedMark, nextMark, writes }: TasteChunk) {
        const names = writes.flatMap(({ listener }) => [
          keys.taste(partition, listener),
          keys.slate(partition, listener),
          keys.pending(partition, listener),
          keys.sockets(partition, listener),
        ]);
        const args = writes.flatMap(({ listener, expected, next, notice, dropsSlate, erases }) => [
          headerOf(expected),
          headerOf(next.position),
          String(next.keeps ?? 0),
          bufferOf(next.record),
          dropsSlate ? '1' : '0',
          erases ? '1' : '0',
          listener,
          bufferOf(notice),
        ]);
        const saved = await asked(
          scripts.saveTastes(
            1 + names.length,
            keys.tasteMark(partition),
            ...names,
            headerOf(expectedMark),
            headerOf(nextMark),
            String(nowMs()),
            keys.channel(''),
            String(writes.length),
            ...args,
          ),
        );
        if (saved !== 2) return saved === 0 ? 'mark-moved' : 'taste-moved';
        // Sessions lie in other slots. Should this process end here, the redelivered erase is written once more.
        for (const { listener, erases } of writes) if (erases) await closeAll(listener);
        return 'saved';
      },
    },
    tracks: {
      async load(partition, tracks) {
        return tracks.length === 0 ? [] : asked(redis.mgetBuffer(tracks.map((track) => keys.track(partition, track))));
      },
      mark: (partition) => readMark(redis, keys.trackMark(partition), partition),
      async save({ partition, expectedMark, nextMark, writes }: TrackChunk) {
        const names = writes.map(({ track }) => keys.track(partition, track));
        const records = writes.map(({ record }) => bufferOf(record));
        const saved = await asked(
          scripts.saveTracks(1 + names.length, keys.trackMark(partition), ...names, headerOf(expectedMark), headerOf(nextMark), ...records),
        );
        return saved === 2 ? 'saved' : 'mark-moved';
      },
    },
    slates: {
      async get(partition, listener) {
        const value = await asked(redis.getBuffer(keys.slate(partition, listener)));
        if (!value) return null;
        const tasteAt =
          value[REVISION] === 1 ? { epoch: value.readDoubleBE(REVISION + 1), offset: value.readDoubleBE(REVISION + 9) } : null;
        return {
          revision: { epoch: value.readDoubleBE(0), taste: value.readDoubleBE(8), view: value.readDoubleBE(16) },
          tasteAt,
          bytes: value.subarray(REVISION + 1 + (tasteAt ? HEADER : 0)),
        };
      },
      async put(partition, listener, { revision, tasteAt, bytes }, { ttlSeconds }) {
        const order = Buffer.alloc(REVISION);
        order.writeDoubleBE(revision.epoch, 0);
        order.writeDoubleBE(revision.taste, 8);
        order.writeDoubleBE(revision.view, 16);
        const value = Buffer.concat([order, Buffer.from([tasteAt ? 1 : 0]), headerOf(tasteAt), bytes]);
        return (
          (await asked(
            scripts.putSlate(
              2,
              keys.taste(partition, listener),
              keys.slate(partition, listener),
              headerOf(tasteAt),
              order,
              value,
              String(ttlSeconds),
            ),
          )) === 1
        );
      },
    },
    pending: {
      async add(partition, listener, { position, event }) {
        const header = headerOf(position);
        await asked(
          scripts.addPending(
            2,
            keys.taste(partition, listener),
            keys.pending(partition, listener),
            header,
            Buffer.concat([header, event]),
            String(MAX_PENDING_ACTS),
            String(PENDING_FOR_SECONDS),
          ),
        );
      },
      async list(partition, listener) {
        const members = await asked(redis.zrangeBuffer(keys.pending(partition, listener), '0', '-1'));
        return members.map((member) => ({ position: positionOf(member, partition), event: member.subarray(HEADER) }));
      },
    },
    presence: {
      async join(partition, listener, connection) {
        await asked(redis.zadd(keys.sockets(partition, listener), String(nowMs() + PRESENT_FOR_MS), `${instance}|${connection}`));
        await asked(redis.pexpire(keys.sockets(partition, listener), PRESENT_FOR_MS * 2));
      },
      async leave(partition, listener, connection) {
        await asked(redis.zrem(keys.sockets(partition, listener), `${instance}|${connection}`));
      },
      async renew(held) {
        const untilMs = nowMs() + PRESENT_FOR_MS;
        await asked(
          Promise.all(
            held.flatMap(({ partition, listener, connection }) => [
              redis.zadd(keys.sockets(partition, listener), untilMs, `${instance}|${connection}`),
              redis.zremrangebyscore(keys.sockets(partition, listener), '-inf', String(nowMs())),
              redis.pexpire(keys.sockets(partition, listener), PRESENT_FOR_MS * 2),
            ]),
          ),
        );
      },
      async listen(handlers) {
        const one = await listenTo(url, keys.channel(instance), handlers);
        listening.add(one);
        return {
          async stop() {
            listening.delete(one);
            await one.stop();
          },
        };
      },
    },
    sessions: {
      async open(session, listener, { ttlSeconds }) {
        const all = keys.sessions(listener);
        await asked(Promise.all([redis.set(keys.session(session), listener, 'EX', ttlSeconds), redis.sadd(all, session)]));
        // As long as the longest of them: what is not in it could not be closed with the others.
        await asked(Promise.all([redis.expire(all, ttlSeconds, 'NX'), redis.expire(all, ttlSeconds, 'GT')]));
      },
      async touch(session, { ttlSeconds }) {
        const listener = (await asked(redis.getex(keys.session(session), 'EX', ttlSeconds))) as ListenerId | null;
        if (listener) await asked(redis.expire(keys.sessions(listener), ttlSeconds, 'GT'));
        return listener;
      },
      async close(session) {
        const listener = await asked(redis.getdel(keys.session(session)));
        if (listener) await asked(redis.srem(keys.sessions(listener), session));
      },
      closeAll,
    },
    limits: {
      take: (key, { limit, windowSeconds }) => asked(scripts.takeLimit(1, keys.limit(key), String(limit), String(windowSeconds * 1000))),
    },
    log: {
      async recall() {
        const value = await asked(redis.get(keys.log));
        return value ? (JSON.parse(value) as LogIdentity) : null;
      },
      async remember(identity) {
        await asked(redis.set(keys.log, JSON.stringify(identity)));
      },
    },
    async forgetLearnt() {
      for (const [master, side] of masters().flatMap((one) => [[one, 'l'] as const, [one, 't'] as const])) {
        for (let cursor = '0', first = true; first || cursor !== '0'; first = false) {
          const [next, found] = await asked(master.scan(cursor, 'MATCH', `{${prefix}:${side}:*`, 'COUNT', SCANNED));
          cursor = next;
          const learnt = found.filter((key) => !key.includes(':sockets:'));
          // One key a command: they lie in different slots. What one turn asks goes in one write.
          await asked(Promise.all(learnt.map((key) => redis.unlink(key))));
        }
      }
      await asked(redis.del(keys.log));
    },
    async ready() {
      await asked(redis.ping());
    },
    async close() {
      await Promise.all([...listening].map((one) => one.stop()));
      await redis.quit().catch(() => redis.disconnect());
    },
  };
}

const bufferOf = (bytes: Uint8Array): Buffer => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);

async function readMark(redis: Redis, key: string, partition: number) {
  const value = await asked(redis.getBuffer(key));
  return value ? positionOf(value, partition) : null;
}

/** What a key is called. The part in braces is what a Cluster hashes: one partition, one slot. */
export function keysOf(prefix: string) {
  const listeners = (partition: number) => `{${prefix}:l:${partition}}`;
  const tracks = (partition: number) => `{${prefix}:t:${partition}}`;
  return {
    tasteMark: (partition: number) => `${listeners(partition)}:mark`,
    taste: (partition: number, listener: string) => `${listeners(partition)}:taste:${listener}`,
    slate: (partition: number, listener: string) => `${listeners(partition)}:slate:${listener}`,
    pending: (partition: number, listener: string) => `${listeners(partition)}:acts:${listener}`,
    sockets: (partition: number, listener: string) => `${listeners(partition)}:sockets:${listener}`,
    trackMark: (partition: number) => `${tracks(partition)}:mark`,
    track: (partition: number, track: string) => `${tracks(partition)}:track:${track}`,
    session: (session: string) => `${prefix}:session:${session}`,
    sessions: (listener: string) => `${prefix}:sessions:${listener}`,
    limit: (key: string) => `${prefix}:limit:${key}`,
    channel: (instance: string) => `${prefix}:notices:${instance}`,
    log: `${prefix}:log`,
  };
}
