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
  /** A token was given, and refused. */
  readonly isWrong: boolean;
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
  // The same token twice is tried twice: what was refused may be right once the server has started anew.
  const [given, setGiven] = useState<{ readonly token: string } | null>(null);
  const [isWrong, setWrong] = useState(false);

  useEffect(() => {
    if (paused) return;
    const token = given?.token ?? remembered();
    const socket = io(OPERATOR_NAMESPACE, {
      path: SOCKET_PATH,
      forceNew: true,
      transports: ['websocket'],
      auth: { token },
    });
    socketRef.current = socket;
    socket.on('connect', () => {
      setLink('live');
      socket.emit(OPERATOR_WINDOW, wanted.current);
    });
    socket.on('disconnect', () => setLink('lost'));
    socket.on('connect_error', (cause) => {
      const isRefused = cause.message === 'operator_only';
      setLink(isRefused ? 'refused' : 'lost');
      setWrong(isRefused && token !== undefined);
    });
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
  }, [paused, given]);

  const useToken = useCallback((token: string) => {
    try {
      sessionStorage.setItem(TOKEN_KEY, token);
    } catch {
      // Storage may be forbidden: then the token is asked for again after a reload.
    }
    // The form stays until the token is taken: whoever mistyped it goes on from there.
    setWrong(false);
    setGiven({ token });
  }, []);
  const lookBack = useCallback((seconds: number) => {
    const parsed = OperatorWindowSchema.safeParse(seconds);
    if (!parsed.success) return;
    wanted.current = parsed.data;
    setWindow(parsed.data);
    socketRef.current?.emit(OPERATOR_WINDOW, parsed.data);
  }, []);
  return { windowSeconds, lookBack, view: view?.view ?? null, receivedAtMs: view?.receivedAtMs ?? 0, link, isWrong, useToken };
}

function remembered(): string | undefined {
  try {
    return sessionStorage.getItem(TOKEN_KEY) ?? undefined;
  } catch {
    return undefined;
  }
}
