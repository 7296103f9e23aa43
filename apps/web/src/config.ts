import { z } from 'zod';

/** Every variable that the pages' server can be told. */
export const WebEnv = z.object({
  SEGUE_API_URL: z
    .url({ protocol: /^https?$/, error: 'expected an http address, as http://127.0.0.1:3000' })
    .default('http://127.0.0.1:3000'),
});

export interface WebConfig {
  /** Where the pages' server asks for slates: an origin, without a slash at the end. */
  readonly apiUrl: string;
}

/** Reads what the pages' server needs from its surroundings. Every wrong variable is named in one error; an empty one is not set. */
export function loadConfig(env: Readonly<Record<string, string | undefined>>): WebConfig {
  const parsed = WebEnv.safeParse(Object.fromEntries(Object.entries(env).filter(([, value]) => value !== '')));
  if (!parsed.success) throw new Error(`These settings are wrong:\n${z.prettifyError(parsed.error)}`);
  return { apiUrl: parsed.data.SEGUE_API_URL.replace(/\/+$/, '') };
}
