import { AppError } from '@segue/core/errors';
import { Redis } from 'ioredis';

const TIMEOUT_MS = 3_000;

/** A connection that answers in bounded time or fails: nothing queues while the server is away. */
export async function connect(url: string, { queues = false } = {}): Promise<Redis> {
  const redis = new Redis(url, {
    lazyConnect: true,
    connectTimeout: TIMEOUT_MS,
    ...(queues ? {} : { commandTimeout: TIMEOUT_MS, maxRetriesPerRequest: 1, enableOfflineQueue: false }),
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
