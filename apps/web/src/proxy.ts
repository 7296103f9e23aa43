import { type NextRequest, NextResponse } from 'next/server';
import { cspOf } from './server/csp.ts';
import { SESSION_COOKIE } from './server/session-cookie.ts';
import { pairOf, startSession } from './server/start-session.ts';

/** `/?renew`: where the page sends someone whose session the api no longer knows. */
const RENEW = 'renew';

/**
 * In front of every page: the policy with its nonce, and on a first visit a guest's session, so that the first HTML
 * already has that guest's slate.
 */
export async function proxy(request: NextRequest): Promise<NextResponse> {
  const nonce = crypto.randomUUID().replaceAll('-', '');
  const csp = cspOf({ nonce, development: process.env.NODE_ENV === 'development' });
  const renew = request.nextUrl.searchParams.has(RENEW);
  const known = request.cookies.has(SESSION_COOKIE);
  const setCookies = known && !renew ? [] : await startSession(request.headers);
  if (renew) {
    // Back to the plain address, so that a reload does not ask again. Next takes nothing but a whole address here.
    const back = NextResponse.redirect(new URL('/', request.nextUrl), 303);
    for (const line of setCookies) back.headers.append('set-cookie', line);
    return back;
  }

  const headers = new Headers(request.headers);
  headers.set('x-nonce', nonce);
  headers.set('content-security-policy', csp);
  if (setCookies.length > 0) headers.set('cookie', [headers.get('cookie'), ...setCookies.map(pairOf)].filter(Boolean).join('; '));

  const response = NextResponse.next({ request: { headers } });
  response.headers.set('content-security-policy', csp);
  response.headers.set('referrer-policy', 'same-origin');
  response.headers.set('x-content-type-options', 'nosniff');
  for (const line of setCookies) response.headers.append('set-cookie', line);
  return response;
}

export const config = {
  // Pages only: built files, the api and the socket are somebody else's.
  matcher: ['/((?!_next/|api/|socket\\.io|icon|favicon|.*\\.).*)'],
};
