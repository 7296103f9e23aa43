import { loadConfig } from '../config.ts';

/** Longer than the slowest healthy answer, short enough that a page still comes when the api is gone. */
export const API_TIMEOUT_MS = 2_000;

/** Why the api gave nothing: `unreachable` (down, slow, or not ours), `refused` (it answered with this status). */
export type ApiFailure =
  | { readonly ok: false; readonly why: 'unreachable' }
  | { readonly ok: false; readonly why: 'refused'; readonly status: number };
export type ApiResult<T> = { readonly ok: true; readonly value: T } | ApiFailure;

/** The shape of a zod schema, so that this file does not care which. */
interface Parser<T> {
  safeParse(raw: unknown): { success: true; data: T } | { success: false };
}

export interface ApiCall<T> {
  /** Path and query, from the slash. */
  readonly path: string;
  /** The visitor's cookies, forwarded as they came. */
  readonly cookie: string;
  readonly schema: Parser<T>;
}

/** Asks the api for JSON on behalf of the visitor. Never throws: a page always has something to say. */
export async function callApi<T>({ path, cookie, schema }: ApiCall<T>): Promise<ApiResult<T>> {
  const { apiUrl } = loadConfig(process.env);
  let response: Response;
  let raw: unknown;
  try {
    response = await fetch(`${apiUrl}${path}`, {
      headers: { accept: 'application/json', ...(cookie && { cookie }) },
      cache: 'no-store',
      signal: AbortSignal.timeout(API_TIMEOUT_MS),
    });
    if (!response.ok) return { ok: false, why: 'refused', status: response.status };
    raw = await response.json();
  } catch {
    return { ok: false, why: 'unreachable' };
  }
  const parsed = schema.safeParse(raw);
  return parsed.success ? { ok: true, value: parsed.data } : { ok: false, why: 'unreachable' };
}
