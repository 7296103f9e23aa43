import { asListenerId, type ListenerId, ListenerIdSchema } from '@segue/core/events';
import type { Catalogue, SessionStore } from '@segue/core/ports';
import { within } from '@segue/core/within';
import type { Signer } from './signing.ts';

export const SESSION_COOKIE = 'segue_session';
export const SESSION_SECONDS = 365 * 86_400;
export const TOKEN_SECONDS = 600;

/** A guest does not wait longer for the database: it is the store that makes a session. */
const IDENTIFY_WITHIN_MS = 500;
const MOST_UNWRITTEN = 10_000;

export interface SessionsDeps {
  readonly store: SessionStore;
  readonly catalogue: Catalogue;
  readonly signer: Signer;
  readonly nowMs: () => number;
  /** Of sessions and listeners: nobody may guess one. */
  readonly newId: () => string;
  readonly onProblem: (cause: unknown) => void;
}

/** Who somebody is: a guest by cookie, or a listener of another site by token. */
export function createSessions({ store, catalogue, signer, nowMs, newId, onProblem }: SessionsDeps) {
  /** Guests whose identity the database does not have yet. */
  const unwritten = new Map<string, ListenerId>();

  async function identify(session: string, listener: ListenerId): Promise<void> {
    try {
      await catalogue.identify({ id: `guest:${session}`, kind: 'guest', listenerId: listener });
      unwritten.delete(session);
    } catch (cause) {
      unwritten.set(session, listener);
      if (unwritten.size > MOST_UNWRITTEN) unwritten.delete(unwritten.keys().next().value!);
      onProblem(cause);
    }
  }

  return {
    /** For limits: who asks from where, without the address. */
    nameOfAddress: (address: string): string => signer.nameOf(address),

    /** A new guest, and the cookie's value. The database may be away: the identity is then written on a later visit (L11). */
    async open(): Promise<{ readonly listener: ListenerId; readonly cookie: string }> {
      const session = newId();
      const listener = asListenerId(newId());
      await store.open(session, listener, { ttlSeconds: SESSION_SECONDS });
      await within(IDENTIFY_WITHIN_MS, identify(session, listener)).catch(() => {});
      return { listener, cookie: signer.sign(session) };
    },

    /** The listener of a cookie; null where it is missing, forged, closed or over. */
    async byCookie(cookie: string | undefined): Promise<ListenerId | null> {
      const session = cookie ? signer.read(cookie) : null;
      if (!session) return null;
      const listener = await store.touch(session, { ttlSeconds: SESSION_SECONDS });
      const guest = unwritten.get(session);
      unwritten.delete(session);
      // Of an erased one nothing is written any more: their session is closed.
      if (guest && guest === listener) void identify(session, guest);
      return listener;
    },

    /** Ten minutes for one listener of another site: `user` is that site's name for them. */
    async token(site: string, user: string): Promise<{ readonly token: string; readonly expiresAtMs: number }> {
      const listener = await catalogue.identify({ id: `token:${site}:${user}`, kind: 'token', listenerId: asListenerId(newId()) });
      const expiresAtMs = nowMs() + TOKEN_SECONDS * 1000;
      return { token: signer.sign(`token~${listener}~${Math.ceil(expiresAtMs)}`), expiresAtMs };
    },

    byToken(token: string): ListenerId | null {
      const [kind, listener, until] = signer.read(token)?.split('~') ?? [];
      // Whatever is no time is over.
      if (kind !== 'token' || !(Number(until || Number.NaN) > nowMs())) return null;
      const parsed = ListenerIdSchema.safeParse(listener);
      return parsed.success ? parsed.data : null;
    },
  };
}
export type Sessions = ReturnType<typeof createSessions>;
