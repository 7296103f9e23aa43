'use client';

import {
  OPERATOR_NAMESPACE,
  OPERATOR_WINDOW,
  OPERATOR_WINDOWS_S,
  type OperatorView,
  OperatorViewSchema,
  type OperatorWindow,
  OperatorWindowSchema,
  SOCKET_PATH,
} from '@segue/core/events';
import { useCallback, useEffect, useRef, useState } from 'react';
import { io, type Socket } from 'socket.io-client';

const TOKEN_KEY = 'segue-operator-token';

export interface Watching {
  readonly view: OperatorView | null;
  /** `pageNowMs` when the view came: its age is counted from here, whatever the server's clock says. */
  readonly receivedAtMs: number;
  readonly link: 'connecting' | 'live' | 'lost' | 'refused';
  readonly windowSeconds: OperatorWindow;
  /** Looks so many seconds back from now on; what is none of `OPERATOR_WINDOWS_S` changes nothing. */
  readonly lookBack: (seconds: number) => void;
  /** Tries again with a token, which this tab remembers. */
  readonly useToken: (token: string) => void;
}

/** Not `performance.now`, which stands still while a laptop sleeps; what a clock that is set does to an age the next view mends. */
export const pageNowMs = (): number => Date.now();

/** The live view, for as long as the component is there. While `paused` the last one stands. */
export function useOperatorView(paused: boolean): Watching {
  const [view, setView] = useState<{ readonly view: OperatorView; readonly receivedAtMs: number } | null>(null);
  const [link, setLink] = useState<Watching['link']>('connecting');
  const [windowSeconds, setWindow] = useState<OperatorWindow>(OPERATOR_WINDOWS_S[0]);
  const wanted = useRef(windowSeconds);
  const socketRef = useRef<Socket | null>(null);
  const [token, setToken] = useState<string | null>(null);

  useEffect(() => {
    if (paused) return;
    const socket = io(OPERATOR_NAMESPACE, {
      path: SOCKET_PATH,
      forceNew: true,
      transports: ['websocket'],
      auth: { token: token ?? remembered() },
    });
    socketRef.current = socket;
    socket.on('connect', () => {
      setLink('live');
      socket.emit(OPERATOR_WINDOW, wanted.current);
    });
    socket.on('disconnect', () => setLink('lost'));
    socket.on('connect_error', (cause) => setLink(cause.message === 'operator_only' ? 'refused' : 'lost'));
    // A hidden page draws nothing; the newest view is drawn when somebody looks again.
    let unseen: { readonly view: OperatorView; readonly receivedAtMs: number } | null = null;
    const draw = () => {
      if (document.hidden || !unseen) return;
      setView(unseen);
      unseen = null;
    };
    socket.on('view', (raw: unknown) => {
      const parsed = OperatorViewSchema.safeParse(raw);
      if (!parsed.success || parsed.data.windowSeconds !== wanted.current) return;
      unseen = { view: parsed.data, receivedAtMs: pageNowMs() };
      draw();
    });
    document.addEventListener('visibilitychange', draw);
    return () => {
      document.removeEventListener('visibilitychange', draw);
      socketRef.current = null;
      socket.disconnect();
    };
  }, [paused, token]);

  const useToken = useCallback((given: string) => {
    try {
      sessionStorage.setItem(TOKEN_KEY, given);
    } catch {
      // Storage may be forbidden: then the token is asked for again after a reload.
    }
    setLink('connecting');
    setToken(given);
  }, []);
  const lookBack = useCallback((seconds: number) => {
    const parsed = OperatorWindowSchema.safeParse(seconds);
    if (!parsed.success) return;
    wanted.current = parsed.data;
    setWindow(parsed.data);
    socketRef.current?.emit(OPERATOR_WINDOW, parsed.data);
  }, []);
  return { windowSeconds, lookBack, view: view?.view ?? null, receivedAtMs: view?.receivedAtMs ?? 0, link, useToken };
}

function remembered(): string | undefined {
  try {
    return sessionStorage.getItem(TOKEN_KEY) ?? undefined;
  } catch {
    return undefined;
  }
}
