import { hostname } from 'node:os';
import { join, resolve } from 'node:path';
import { BackendEnv, backendSettingsOf, InstanceName, readSettings } from '@segue/backends/configured';
import { isLocalHost } from '@segue/telemetry';
import { z } from 'zod';
import { SiteEnv } from './settings.ts';

/** Every variable that an api can be told. */
export const ApiEnv = BackendEnv.extend({
  KAFKA_BROKERS: BackendEnv.shape.KAFKA_BROKERS.unwrap(),
  REDIS_URL: BackendEnv.shape.REDIS_URL.unwrap(),
  DATABASE_URL: BackendEnv.shape.DATABASE_URL.unwrap(),
  PORT: z.coerce.number().int().min(0).max(65_535).default(3001),
  HOST: z.string().min(1).default('127.0.0.1'),
  INSTANCE: InstanceName,
  /** The first signs, all are believed: put the new one in front, drop the old one a year later. */
  SEGUE_SECRET: z
    .string()
    .transform((text) => text.split(',').map((secret) => secret.trim()))
    .refine((secrets) => secrets.every((secret) => secret.length >= 16), 'expected secrets of at least 16 characters, separated by commas'),
  SEGUE_HOME: z.string().min(1).default('.segue'),
  /** An empty catalogue is filled with the demo's tracks, and its simulated listeners are taught. */
  SEGUE_DEMO: z.stringbool().default(false),
  SEGUE_TRACKS: z.coerce.number().int().min(1).max(200_000).default(2_000),
  SEGUE_TRACK_SECONDS: z.coerce.number().min(1).max(600).optional(),
  SEGUE_SIMULATED: z.coerce.number().int().min(0).max(10_000).default(300),
  SEGUE_SEED: z.coerce.number().int().min(0).max(0xffff_ffff).default(1),
  ...SiteEnv.shape,
  /** Own music beside what the catalogue has. */
  MUSIC_DIR: z.string().min(1).optional(),
  LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']).default('info'),
});

/** An api by itself needs all three: Kafka, Redis and Postgres. Every wrong variable is named in one error. */
export function loadConfig(env: Readonly<Record<string, string | undefined>>) {
  const data = readSettings(ApiEnv, env);
  const [first = '', ...rest] = data.SEGUE_SECRET;
  return {
    backends: backendSettingsOf(data),
    port: data.PORT,
    host: data.HOST,
    instance: data.INSTANCE ?? `api-${hostname()}-${process.pid}`,
    home: resolve(data.SEGUE_HOME),
    soundHome: resolve(data.SEGUE_SOUND_HOME ?? join(data.SEGUE_HOME, 'sound')),
    musicDir: data.MUSIC_DIR === undefined ? undefined : resolve(data.MUSIC_DIR),
    logLevel: data.LOG_LEVEL,
    demo: data.SEGUE_DEMO
      ? { seed: data.SEGUE_SEED, tracks: data.SEGUE_TRACKS, trackSeconds: data.SEGUE_TRACK_SECONDS, simulated: data.SEGUE_SIMULATED }
      : null,
    api: {
      secrets: [first, ...rest] as const,
      seed: data.SEGUE_SEED,
      secureCookies: data.SEGUE_SECURE_COOKIES,
      trustProxy: data.SEGUE_TRUST_PROXY,
      allowedOrigins: data.ALLOWED_ORIGINS,
      siteKeys: data.SITE_KEYS,
      shadow: {
        rankers: data.SEGUE_SHADOW,
        experiment: data.SEGUE_EXPERIMENT ? { ...data.SEGUE_EXPERIMENT, after: data.SEGUE_EXPERIMENT_AFTER } : null,
      },
      operator: { token: data.OPERATOR_TOKEN, open: isLocalHost(data.HOST) || data.SEGUE_DEMO },
    },
  };
}
