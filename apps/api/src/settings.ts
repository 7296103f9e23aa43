import { z } from 'zod';
import { ExperimentAfter, ExperimentSetting, ShadowRankers } from './shadow/experiment.ts';

/** An origin as a browser sends it: scheme, host, port unless it is the scheme's own. */
const isOrigin = (text: string) => URL.canParse(text) && new URL(text).origin === text;

/** What api and solo can both be told: what stands in front, who else may use the SDK, and who may watch. */
export const SiteEnv = z.object({
  SEGUE_SECURE_COOKIES: z.stringbool().default(false),
  SEGUE_TRUST_PROXY: z.stringbool().default(false),
  /** Where composed sound is kept, if not with the other data. */
  SEGUE_SOUND_HOME: z.string().min(1).optional(),
  OPERATOR_TOKEN: z.string().min(16, 'expected at least 16 characters').optional(),
  /** Rankers that run beside what serves. */
  SEGUE_SHADOW: ShadowRankers,
  /** A ranking that is tried on listeners. */
  SEGUE_EXPERIMENT: ExperimentSetting,
  SEGUE_EXPERIMENT_AFTER: ExperimentAfter,
  ALLOWED_ORIGINS: z
    .string()
    .default('')
    .transform((text) =>
      text
        .split(',')
        .map((origin) => origin.trim())
        .filter(Boolean),
    )
    .refine(
      (origins) => origins.every(isOrigin),
      'expected origins as https://example.com, separated by commas, without a path or a slash',
    ),
  /** Becomes key → the site's name. */
  SITE_KEYS: z
    .string()
    .regex(/^([A-Za-z0-9._-]+=[^,=]{16,}(,|$))*$/, 'expected site=key,site=key with keys of 16 characters or more')
    .default('')
    .transform(
      (text) =>
        new Map(
          text
            .split(',')
            .filter(Boolean)
            .map((pair) => [pair.slice(pair.indexOf('=') + 1), pair.slice(0, pair.indexOf('='))]),
        ),
    ),
});
