import { BackendEnv, backendSettingsOf } from '@segue/backends/configured';
import { z } from 'zod';

const Env = BackendEnv.extend({
  KAFKA_BROKERS: BackendEnv.shape.KAFKA_BROKERS.unwrap(),
  REDIS_URL: BackendEnv.shape.REDIS_URL.unwrap(),
  DATABASE_URL: BackendEnv.shape.DATABASE_URL.unwrap(),
  /** Of the health and metrics pages. */
  PORT: z.coerce.number().int().min(0).max(65_535).default(3002),
  HOST: z.string().min(1).default('127.0.0.1'),
  INSTANCE: z
    .string()
    .regex(/^[A-Za-z0-9._-]{1,60}$/, 'expected up to 60 letters, digits, dots, dashes or underscores')
    .optional(),
  SEGUE_SEED: z.coerce.number().int().min(0).max(0xffff_ffff).default(1),
  LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']).default('info'),
});

/** A worker by itself needs all three: Kafka, Redis and Postgres. Every wrong variable is named in one error. */
export function loadConfig(env: Readonly<Record<string, string | undefined>>) {
  const parsed = Env.safeParse(Object.fromEntries(Object.entries(env).filter(([, value]) => value !== '')));
  if (!parsed.success) throw new Error(`These settings are wrong:\n${z.prettifyError(parsed.error)}`);
  const { data } = parsed;
  return {
    backends: backendSettingsOf(data),
    port: data.PORT,
    host: data.HOST,
    instance: data.INSTANCE ?? `worker-${process.pid}`,
    seed: data.SEGUE_SEED,
    logLevel: data.LOG_LEVEL,
  };
}
