import type { Surroundings } from './surroundings.ts';

const SESSION_MS = 5_000;

/**
 * Asks the server for a session cookie. One tab at a time: the second finds the cookie that the first was given and is
 * answered with the same listener, where two at once would make two guests of one visitor.
 */
export function createRenewSession({
  url,
  fetch,
  locks,
}: {
  readonly url: string;
  readonly fetch: Surroundings['fetch'];
  readonly locks: Surroundings['locks'];
}): () => Promise<void> {
  const renew = async (): Promise<void> => {
    if (!fetch) throw new Error('This browser cannot ask for a session: it has no fetch.');
    const answer = await fetch(`${url}/api/session`, { method: 'POST', credentials: 'include', signal: AbortSignal.timeout(SESSION_MS) });
    if (!answer.ok) throw new Error(`The server gave no session: POST /api/session answered ${answer.status}.`);
  };
  return async () => {
    if (!locks) return renew();
    // A tab that hangs in here must not keep the others out for ever: the request is bounded, and so is the wait.
    await locks.request(`segue:${url}:session`, { signal: AbortSignal.timeout(2 * SESSION_MS) }, renew);
  };
}
