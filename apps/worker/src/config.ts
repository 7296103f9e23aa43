import { hostname } from 'node:os';
import { resolve } from 'node:path';
import { BackendEnv, backendSettingsOf, InstanceName, readSettings } from '@segue/backends/configured';
import { isLocalHost } from '@segue/telemetry';
import { z } from 'zod';

const SEED = z.coerce.number().int().min(0).max(0xffff_ffff).default(1);
const LEVEL = z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']).default('info');

/** Maintenance runs on either setting: what has no variable is embedded, in SEGUE_HOME. */
export const MaintenanceEnv = BackendEnv.extend({ SEGUE_HOME: z.string().min(1).default('.segue'), SEGUE_SEED: SEED, LOG_LEVEL: LEVEL });
/** Every variable that a worker can be told. */
export const WorkerEnv = BackendEnv.extend({
  KAFKA_BROKERS: BackendEnv.shape.KAFKA_BROKERS.unwrap(),
  REDIS_URL: BackendEnv.shape.REDIS_URL.unwrap(),
  DATABASE_URL: BackendEnv.shape.DATABASE_URL.unwrap(),
  /** Of the health and metrics pages. */
  PORT: z.coerce.number().int().min(0).max(65_535).default(3002),
  HOST: z.string().min(1).default('127.0.0.1'),
  INSTANCE: InstanceName,
  SEGUE_SEED: SEED,
  LOG_LEVEL: LEVEL,
  /** The demo's figures are everybody's. */
  SEGUE_DEMO: z.stringbool().default(false),
  OPERATOR_TOKEN: z.string().min(16, 'expected at least 16 characters').optional(),
});

/** A worker by itself needs all three: Kafka, Redis and Postgres. Every wrong variable is named in one error. */
export function loadConfig(env: Readonly<Record<string, string | undefined>>) {
  const data = readSettings(WorkerEnv, env);
  return {
    backends: backendSettingsOf(data),
    port: data.PORT,
    host: data.HOST,
    instance: data.INSTANCE ?? `worker-${hostname()}-${process.pid}`,
    seed: data.SEGUE_SEED,
    logLevel: data.LOG_LEVEL,
    operator: { token: data.OPERATOR_TOKEN, open: isLocalHost(data.HOST) || data.SEGUE_DEMO },
  };
}

/** For `npm run log` and `npm run relearn`. */
export function loadMaintenanceConfig(env: Readonly<Record<string, string | undefined>>) {
  const data = readSettings(MaintenanceEnv, env);
  return { backends: backendSettingsOf(data), home: resolve(data.SEGUE_HOME), seed: data.SEGUE_SEED, logLevel: data.LOG_LEVEL };
}
