import { join, resolve } from 'node:path';
import { SiteEnv } from '@segue/api';
import { BackendEnv, backendSettingsOf, InstanceName, readSettings } from '@segue/backends/configured';
import { isLocalHost } from '@segue/telemetry';
import { z } from 'zod';

/** Every variable that the embedded app can be told. */
export const SoloEnv = BackendEnv.extend({
  PORT: z.coerce.number().int().min(0).max(65_535).default(3000),
  HOST: z.string().min(1).default('127.0.0.1'),
  INSTANCE: InstanceName,
  SEGUE_HOME: z.string().min(1).default('.segue'),
  SEGUE_SEED: z.coerce.number().int().min(0).max(0xffff_ffff).default(1),
  SEGUE_SECRET: z.string().min(16, 'expected at least 16 characters').optional(),
  SEGUE_TRACKS: z.coerce.number().int().min(1).max(200_000).default(2_000),
  SEGUE_TRACK_SECONDS: z.coerce.number().min(1).max(600).optional(),
  /** Simulated listeners taught behind the first start; 0 for none. */
  SEGUE_SIMULATED: z.coerce.number().int().min(0).max(10_000).default(300),
  MUSIC_DIR: z.string().min(1).optional(),
  ...SiteEnv.shape,
  SEGUE_NOW: z.iso.datetime({ error: 'expected a time as 2026-06-01T12:00:00Z' }).optional(),
  SEGUE_CONTROL: z.string().min(1).optional(),
  LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']).default('warn'),
});

/** Everything the embedded app can be told, checked at once. Relative paths start at the working directory. */
export function loadConfig(env: Readonly<Record<string, string | undefined>>) {
  const data = readSettings(SoloEnv, env);
  return {
    backends: backendSettingsOf(data),
    port: data.PORT,
    host: data.HOST,
    instance: data.INSTANCE ?? 'solo',
    home: resolve(data.SEGUE_HOME),
    soundHome: resolve(data.SEGUE_SOUND_HOME ?? join(data.SEGUE_HOME, 'sound')),
    seed: data.SEGUE_SEED,
    secret: data.SEGUE_SECRET,
    tracks: data.SEGUE_TRACKS,
    trackSeconds: data.SEGUE_TRACK_SECONDS,
    simulated: data.SEGUE_SIMULATED,
    musicDir: data.MUSIC_DIR === undefined ? undefined : resolve(data.MUSIC_DIR),
    secureCookies: data.SEGUE_SECURE_COOKIES,
    trustProxy: data.SEGUE_TRUST_PROXY,
    allowedOrigins: data.ALLOWED_ORIGINS,
    siteKeys: data.SITE_KEYS,
    shadow: {
      rankers: data.SEGUE_SHADOW,
      experiment: data.SEGUE_EXPERIMENT ? { ...data.SEGUE_EXPERIMENT, after: data.SEGUE_EXPERIMENT_AFTER } : null,
    },
    // The demo is everybody's to look at; own music on a network is not.
    operator: { token: data.OPERATOR_TOKEN, open: isLocalHost(data.HOST) || data.MUSIC_DIR === undefined },
    now: data.SEGUE_NOW,
    control: data.SEGUE_CONTROL === undefined ? undefined : resolve(data.SEGUE_CONTROL),
    logLevel: data.LOG_LEVEL,
  };
}
export type SoloConfig = ReturnType<typeof loadConfig>;
