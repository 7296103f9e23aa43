import { readFileSync } from 'node:fs';
import type { KafkaConfig } from 'kafkajs';
import { z } from 'zod';

const brokers = z
  .string()
  .transform((text) =>
    text
      .split(',')
      .map((part) => part.trim())
      .filter(Boolean),
  )
  .refine(
    (parts) => parts.length > 0 && parts.every((part) => /^[^\s:]+:\d{1,5}$/.test(part)),
    'expected one or more as host:9092, separated by commas',
  );
const DAY_MS = 86_400_000;
const count = z.coerce.number().int().min(1).max(1_000);

/** Names a process among others, to Kafka and Redis. */
export const InstanceName = z
  .string()
  .regex(/^[A-Za-z0-9._-]{1,60}$/, 'expected up to 60 letters, digits, dots, dashes or underscores')
  .optional();

/** The variables that say where log, store and catalogue are. Each app adds its own to them. */
export const BackendEnv = z.object({
  KAFKA_BROKERS: brokers.optional(),
  KAFKA_TLS: z.stringbool().default(false),
  /** Becomes what is in it. */
  KAFKA_CA_FILE: z.string().transform(readCertificates).optional(),
  KAFKA_SASL_MECHANISM: z.enum(['plain', 'scram-sha-256', 'scram-sha-512']).optional(),
  KAFKA_USERNAME: z.string().min(1).optional(),
  KAFKA_PASSWORD: z.string().min(1).optional(),
  KAFKA_REPLICATION: count.default(1),
  KAFKA_MIN_INSYNC_REPLICAS: count.default(1),
  KAFKA_RETENTION_DAYS: z.coerce.number().int().min(1).max(36_500).optional(),
  LISTENS_PARTITIONS: count.optional(),
  TRACK_STEPS_PARTITIONS: count.optional(),
  TRACK_STATES_PARTITIONS: count.optional(),
  REDIS_URL: z.url({ protocol: /^rediss?$/, error: 'expected redis://… or rediss://…' }).optional(),
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/, error: 'expected postgresql://…' }).optional(),
  SEGUE_PREFIX: z
    .string()
    .regex(/^[a-z][a-z0-9-]{0,39}$/, 'expected up to 40 small letters, digits and dashes, a letter first')
    .default('segue'),
});
export type BackendSettings = ReturnType<typeof backendSettingsOf>;

export function backendSettingsOf(env: z.infer<typeof BackendEnv>) {
  return {
    prefix: env.SEGUE_PREFIX,
    kafka: env.KAFKA_BROKERS && {
      brokers: env.KAFKA_BROKERS,
      replication: env.KAFKA_REPLICATION,
      minInsyncReplicas: env.KAFKA_MIN_INSYNC_REPLICAS,
      ...(env.KAFKA_RETENTION_DAYS ? { listensKeptMs: env.KAFKA_RETENTION_DAYS * DAY_MS } : {}),
      ...(env.KAFKA_TLS ? { ssl: env.KAFKA_CA_FILE ? { ca: [env.KAFKA_CA_FILE] } : true } : {}),
      ...(env.KAFKA_SASL_MECHANISM
        ? {
            // Both are there, or the settings were refused.
            sasl: {
              mechanism: env.KAFKA_SASL_MECHANISM,
              username: env.KAFKA_USERNAME,
              password: env.KAFKA_PASSWORD,
            } as NonNullable<KafkaConfig['sasl']>,
          }
        : {}),
    },
    partitions: {
      ...(env.LISTENS_PARTITIONS ? { listens: env.LISTENS_PARTITIONS } : {}),
      ...(env.TRACK_STEPS_PARTITIONS ? { 'track-steps': env.TRACK_STEPS_PARTITIONS } : {}),
      ...(env.TRACK_STATES_PARTITIONS ? { 'track-states': env.TRACK_STATES_PARTITIONS } : {}),
    },
    redisUrl: env.REDIS_URL,
    databaseUrl: env.DATABASE_URL,
  };
}

function readCertificates(path: string, context: z.RefinementCtx<string>): string {
  let problem = 'no certificate is in it';
  try {
    const text = readFileSync(path, 'utf8');
    if (text.includes('-----BEGIN CERTIFICATE-----')) return text;
  } catch (cause) {
    problem = (cause as NodeJS.ErrnoException).code ?? String(cause);
  }
  context.addIssue({ code: 'custom', message: `expected a file with certificates in PEM that can be read (${problem})` });
  return z.NEVER;
}
