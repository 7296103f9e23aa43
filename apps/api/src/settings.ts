import { z } from 'zod';

/** An origin as a browser sends it: scheme, host, port unless it is the scheme's own. */
const isOrigin = (text: string) => URL.canParse(text) && new URL(text).origin === text;

/** What api and solo can both be told: who else may use the SDK. */
export const SiteEnv = z.object({
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
