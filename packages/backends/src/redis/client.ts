import { AppError } from '@segue/core/errors';
import { Cluster, Redis, type RedisOptions } from 'ioredis';

const TIMEOUT_MS = 3_000;

const FAILS_FAST = { commandTimeout: TIMEOUT_MS, maxRetriesPerRequest: 1, enableOfflineQueue: false } satisfies RedisOptions;
/** Once for a slot that has moved, and a few times more for a node that comes back meanwhile. */
const MOST_REDIRECTIONS = 4;

/** What the store asks of one server, or of a Cluster of them. */
export interface Connection {
  /** A Cluster's client answers the same commands. */
  readonly redis: Redis;
  /** Every server that holds keys of its own. */
  readonly masters: () => readonly Redis[];
}

/** One server, or the whole Cluster that the server at `url` is part of. */
export async function connectAll(url: string): Promise<Connection> {
  const first = await connect(url);
  const info = await asked(first.info('cluster'));
  if (!info.includes('cluster_enabled:1')) return { redis: first, masters: () => [first] };
  first.disconnect();
  const { hostname, port, username, password, protocol } = new URL(url);
  const cluster = new Cluster([{ host: hostname, port: Number(port || 6379) }], {
    lazyConnect: true,
    enableOfflineQueue: false,
    maxRedirections: MOST_REDIRECTIONS,
    clusterRetryStrategy: (times) => Math.min(1_000, 50 * times),
    // Not auto-pipelined: ioredis groups by the first argument, which for a script is no key.
    redisOptions: {
      ...FAILS_FAST,
      connectTimeout: TIMEOUT_MS,
      keepAlive: 10_000,
      ...(username ? { username: decodeURIComponent(username) } : {}),
      ...(password ? { password: decodeURIComponent(password) } : {}),
      ...(protocol === 'rediss:' ? { tls: {} } : {}),
    },
  });
  cluster.on('error', () => {});
  try {
    await cluster.connect();
  } catch (cause) {
    cluster.disconnect();
    throw unavailable(cause);
  }
  return { redis: cluster as unknown as Redis, masters: () => cluster.nodes('master') };
}

/** A connection that answers in bounded time or fails: nothing queues while the server is away. */
export async function connect(url: string, { queues = false } = {}): Promise<Redis> {
  const redis = new Redis(url, {
    lazyConnect: true,
    connectTimeout: TIMEOUT_MS,
    ...(queues ? {} : FAILS_FAST),
    retryStrategy: (times) => Math.min(1_000, 50 * times),
    keepAlive: 10_000,
    // What one turn of the loop asks goes in one write.
    enableAutoPipelining: true,
  });
  // Every command reports its own failure; without a handler the event would end the process.
  redis.on('error', () => {});
  try {
    await redis.connect();
  } catch (cause) {
    redis.disconnect();
    throw unavailable(cause);
  }
  return redis;
}

export const unavailable = (cause: unknown): AppError =>
  new AppError('store_unavailable', `Redis did not answer: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });

export async function asked<T>(answer: Promise<T>): Promise<T> {
  try {
    return await answer;
  } catch (cause) {
    throw cause instanceof AppError ? cause : unavailable(cause);
  }
}
