import { AppError } from '@segue/core/errors';
import { type ISocketFactory, Kafka, type KafkaConfig, logLevel } from 'kafkajs';

/** The slice of a logger used here; pino satisfies it as it is. */
export interface KafkaLogger {
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

export interface KafkaConnection {
  /** host:port of one or more; the rest of the cluster is found through them. */
  readonly brokers: readonly string[];
  readonly clientId: string;
  readonly ssl?: KafkaConfig['ssl'];
  readonly sasl?: KafkaConfig['sasl'];
  /** Opens the sockets instead of kafkajs; for proxies. */
  readonly socketFactory?: ISocketFactory;
  readonly logger?: KafkaLogger;
}

/** A broker that has not answered for so long counts as gone. Joining a group, empty fetches and making topics take longer. */
export const REQUEST_TIMEOUT_MS = 5_000;
export const RETRY = { retries: 2, initialRetryTime: 100, maxRetryTime: 1_000 } as const;

export type KafkaClients = (requestTimeoutMs?: number) => Kafka;

const SILENT: KafkaLogger = { warn: () => {}, error: () => {} };

/**
 * Makes kafkajs clients. Each consumer gets one of its own: consumers of one client share a cache of committed offsets,
 * which each empties under the others when it is assigned partitions.
 */
export function createClients({ brokers, clientId, ssl, sasl, socketFactory, logger = SILENT }: KafkaConnection): KafkaClients {
  return (requestTimeout = REQUEST_TIMEOUT_MS) =>
    new Kafka({
      clientId,
      brokers: [...brokers],
      connectionTimeout: 3_000,
      authenticationTimeout: REQUEST_TIMEOUT_MS,
      requestTimeout,
      retry: RETRY,
      ...(ssl === undefined ? {} : { ssl }),
      ...(sasl === undefined ? {} : { sasl }),
      ...(socketFactory === undefined ? {} : { socketFactory }),
      logLevel: logLevel.WARN,
      // What kafkajs calls an error is one failed try of several: what comes of it is reported by whoever made the call.
      logCreator:
        () =>
        ({ namespace, log: { message, timestamp: _, ...fields } }) =>
          logger.warn({ ...fields, from: `kafkajs ${namespace}` }, message),
    });
}

export function unavailable(what: string, cause: unknown): AppError {
  if (cause instanceof AppError) return cause;
  return new AppError('log_unavailable', `${what}: ${messageOf(cause)}`, { cause });
}

export function messageOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}

/** The protocol's name of the error that kafkajs threw, however deep it wrapped it; empty where there is none. */
export function typeOf(cause: unknown): string {
  if (!(cause instanceof Error)) return '';
  return 'type' in cause && typeof cause.type === 'string' ? cause.type : typeOf(cause.cause);
}
