import { io } from 'socket.io-client';
import { SOCKET_PATH } from './wire.ts';

/** Why a connection was refused or ended, as far as it changes what to do next. */
export type Ending = 'session_invalid' | 'lost';

export interface LinkHandlers {
  open(): void;
  /** Called once, at most; never after `close`. */
  ended(why: Ending): void;
  message(name: 'slate' | 'status', payload: unknown): void;
}

/** One connection, from its opening to its end; a new one is made for each attempt, so that nothing old can answer. */
export interface Link {
  /** Resolves with the answer; rejects if none came within `withinMs` or the link ended. */
  ask(name: string, payload: unknown, withinMs: number): Promise<unknown>;
  close(): void;
}

export type OpenLink = (to: { readonly url: string; readonly token: string | null }, handlers: LinkHandlers) => Link;

const OPENING_MS = 6_000;

/** Rejection of `ask`: a link that answered nothing in time is taken for dead by whoever asked. */
export class NoAnswer extends Error {
  override readonly name = 'NoAnswer';
  readonly why: 'silence' | 'ended';
  constructor(why: 'silence' | 'ended', message: string) {
    super(message);
    this.why = why;
  }
}

export const openSocketLink: OpenLink = ({ url, token }, handlers) => {
  const socket = io(url, {
    path: SOCKET_PATH,
    transports: ['websocket', 'polling'],
    tryAllTransports: true,
    // With a token the token alone says who this is: a cookie that this origin happens to have must not.
    ...(token === null ? { withCredentials: true } : { auth: { token } }),
    // Reconnecting, with its jitter and its session, is connection.ts's; socket.io's own would keep answers of a dead link.
    reconnection: false,
    forceNew: true,
    timeout: OPENING_MS,
  });
  let over = false;
  const asked = new Set<(why: NoAnswer) => void>();
  const end = (): boolean => {
    if (over) return false;
    over = true;
    clearTimeout(opening);
    socket.off();
    socket.io.off();
    socket.disconnect();
    for (const reject of asked) reject(new NoAnswer('ended', 'The connection ended before the answer came.'));
    asked.clear();
    return true;
  };
  const lost = (why: Ending): void => {
    if (end()) handlers.ended(why);
  };
  // The engine has its own limit; this one is for a server that opens the engine and then says nothing.
  const opening = setTimeout(() => lost('lost'), OPENING_MS + 1_000);

  socket.on('connect', () => {
    clearTimeout(opening);
    handlers.open();
  });
  socket.on('connect_error', (error: Error & { readonly data?: unknown }) => lost(endingOf(error)));
  socket.on('disconnect', () => lost('lost'));
  socket.on('slate', (payload: unknown) => handlers.message('slate', payload));
  socket.on('status', (payload: unknown) => handlers.message('status', payload));

  return {
    ask: (name, payload, withinMs) =>
      new Promise((resolve, reject) => {
        if (over) {
          reject(new NoAnswer('ended', 'The connection has ended.'));
          return;
        }
        const settle = (): void => {
          clearTimeout(timer);
          asked.delete(fail);
        };
        const fail = (why: NoAnswer): void => {
          settle();
          reject(why);
        };
        const timer = setTimeout(
          () => fail(new NoAnswer('silence', `The server did not answer "${name}" within ${withinMs} ms.`)),
          withinMs,
        );
        asked.add(fail);
        socket.emit(name, payload, (answer: unknown) => {
          settle();
          resolve(answer);
        });
      }),
    close: () => void end(),
  };
};

function endingOf(error: Error & { readonly data?: unknown }): Ending {
  const { data } = error;
  const code = typeof data === 'object' && data !== null && 'code' in data ? data.code : error.message;
  return code === 'session_invalid' ? 'session_invalid' : 'lost';
}
