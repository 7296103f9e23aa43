import { AppError } from '@segue/core/errors';
import { z } from 'zod';
import { SESSION_COOKIE, SESSION_SECONDS } from '../sessions/sessions.ts';
import type { App, HttpContext } from './context.ts';

/** New guests from one address a minute; a household, an office and a test run are well below. */
const NEW_GUESTS = { limit: 120, windowSeconds: 60 } as const;
const SITE_KEY_HEADER = 'x-segue-site-key';

export function sessionRoutes(app: App, { sessions, store, siteKeys, secureCookies }: HttpContext): void {
  app.post(
    '/api/session',
    {
      schema: {
        tags: ['session'],
        summary: 'Makes a guest, or keeps the one whose cookie came along',
        response: { 200: z.object({ fresh: z.boolean() }) },
      },
    },
    async (request, reply) => {
      const known = request.cookies[SESSION_COOKIE];
      if (await sessions.byCookie(known)) return { fresh: false };
      const waitMs = await store.limits.take(`guests/${sessions.nameOfAddress(request.ip)}`, NEW_GUESTS);
      if (waitMs > 0) {
        const seconds = Math.ceil(waitMs / 1000);
        reply.header('retry-after', seconds);
        throw new AppError('rate_limited', `Too many new guests from here; try again in ${seconds} s.`);
      }
      const { cookie } = await sessions.open();
      reply.setCookie(SESSION_COOKIE, cookie, {
        httpOnly: true,
        sameSite: 'lax',
        path: '/',
        maxAge: SESSION_SECONDS,
        secure: secureCookies,
      });
      return { fresh: true };
    },
  );

  app.post(
    '/api/tokens',
    {
      schema: {
        tags: ['session'],
        summary: 'For another site’s server: a token of ten minutes for one of its listeners',
        description: `Send the site’s key in ${SITE_KEY_HEADER}. The same user of the same site is the same listener each time.`,
        body: z.strictObject({
          user: z.string().regex(/^[A-Za-z0-9._~-]{1,64}$/, '1 to 64 letters, digits, dots, dashes, tildes or underscores'),
        }),
        response: { 200: z.object({ token: z.string(), expiresAtMs: z.number() }) },
      },
    },
    async (request) => {
      const key = request.headers[SITE_KEY_HEADER];
      const site = typeof key === 'string' ? siteKeys.get(key) : undefined;
      if (!site) throw new AppError('session_invalid', `The header ${SITE_KEY_HEADER} has no key that is known here (SITE_KEYS).`);
      return sessions.token(site, request.body.user);
    },
  );
}
