import { loadConfig } from '../config.ts';
import { API_TIMEOUT_MS } from './call-api.ts';

/**
 * Asks the api for a guest's session; a cookie that is still good gets the same guest again. Returns the `Set-Cookie` lines, none when the api is down: the page then says so
 * and the next visit asks again.
 */
export async function startSession(cookie: string): Promise<readonly string[]> {
  const { apiUrl } = loadConfig(process.env);
  try {
    const response = await fetch(`${apiUrl}/api/session`, {
      method: 'POST',
      headers: cookie ? { cookie } : {},
      cache: 'no-store',
      signal: AbortSignal.timeout(API_TIMEOUT_MS),
    });
    return response.ok ? response.headers.getSetCookie() : [];
  } catch {
    return [];
  }
}

/** The `name=value` of a `Set-Cookie` line: what a browser would send back. */
export const pairOf = (setCookie: string): string => setCookie.split(';', 1)[0] ?? '';
