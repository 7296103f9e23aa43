import { z } from 'zod';
import { BackendEnv } from './settings.ts';

type Name = keyof typeof BackendEnv.shape;
/** As it is written in the surroundings. */
type Written = Readonly<Partial<Record<Name, string>>>;

/** What holds between variables: where it does not, which of them is wrong, and what it should be. */
const BETWEEN: readonly { readonly at: Name; readonly wrong: (env: Written) => boolean; readonly expected: string }[] = [
  {
    at: 'KAFKA_TLS',
    wrong: (env) => env.KAFKA_CA_FILE !== undefined && BackendEnv.shape.KAFKA_TLS.safeParse(env.KAFKA_TLS).data === false,
    expected: 'expected true, because KAFKA_CA_FILE is set',
  },
  {
    at: 'KAFKA_SASL_MECHANISM',
    wrong: (env) => env.KAFKA_SASL_MECHANISM === undefined && (env.KAFKA_USERNAME ?? env.KAFKA_PASSWORD) !== undefined,
    expected: 'expected plain, scram-sha-256 or scram-sha-512, because KAFKA_USERNAME or KAFKA_PASSWORD is set',
  },
  ...(['KAFKA_USERNAME', 'KAFKA_PASSWORD'] as const).map((at) => ({
    at,
    wrong: (env: Written) => env.KAFKA_SASL_MECHANISM !== undefined && env[at] === undefined,
    expected: 'expected to be set, because KAFKA_SASL_MECHANISM is',
  })),
  {
    at: 'KAFKA_MIN_INSYNC_REPLICAS',
    wrong: ({ KAFKA_MIN_INSYNC_REPLICAS: least = '1', KAFKA_REPLICATION: all = '1' }) => Number(least) > Number(all),
    expected: 'expected at most KAFKA_REPLICATION: with more, nothing can be acked',
  },
];

/**
 * An app's settings from its surroundings. Throws an error that lists every wrong variable with what it should be.
 * An empty variable is one that was not set: shells and compose files make them.
 */
export function readSettings<Schema extends z.ZodType>(
  schema: Schema,
  env: Readonly<Record<string, string | undefined>>,
): z.output<Schema> {
  const set = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''));
  const parsed = schema.safeParse(set);
  // Not a refinement of the schema: zod leaves those out where a variable by itself is wrong.
  const between = BETWEEN.filter(({ wrong }) => wrong(set)).map(({ at, expected }) => ({ path: [at], message: expected }));
  if (parsed.success && between.length === 0) return parsed.data;
  throw new Error(`These settings are wrong:\n${z.prettifyError({ issues: [...(parsed.error?.issues ?? []), ...between] })}`);
}
