import { loadConfig } from '../config.ts';
import { API_TIMEOUT_MS } from './call-api.ts';

/**
 * Asks the api for a guest's session; a cookie that is still good gets the same guest again. Returns the `Set-Cookie` lines, none when the api is down: the page then says so
 * and the next visit asks again.
 */
export async function startSession(visitor: Headers): Promise<readonly string[]> {
  const { apiUrl } = loadConfig(process.env);
  try {
    const response = await fetch(`${apiUrl}/api/session`, {
      method: 'POST',
      headers: handedOn(visitor),
      cache: 'no-store',
      signal: AbortSignal.timeout(API_TIMEOUT_MS),
    });
    return response.ok ? response.headers.getSetCookie() : [];
  } catch {
    return [];
  }
}

/** The address too: the api bounds new guests by it, and would otherwise see all of them come from here. */
function handedOn(visitor: Headers): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const name of ['cookie', 'x-forwarded-for']) {
    const value = visitor.get(name);
    if (value) headers[name] = value;
  }
  return headers;
}

/** The `name=value` of a `Set-Cookie` line: what a browser would send back. */
export const pairOf = (setCookie: string): string => setCookie.split(';', 1)[0] ?? '';
