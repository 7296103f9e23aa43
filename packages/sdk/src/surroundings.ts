/** The few things the SDK asks of the browser, each of which may be missing; tests bring their own. */
export interface Surroundings {
  readonly locks: Pick<LockManager, 'request'> | null;
  openChannel(name: string): Channel | null;
  readonly fetch: typeof fetch | null;
  /** Whether somebody can see this tab. */
  visible(): boolean;
  /** Calls back when the tab is shown or hidden, the network comes or goes, or the page is put away; returns the undo. */
  onChange(listener: (change: Change) => void): () => void;
}

export type Change = 'shown' | 'hidden' | 'online' | 'offline' | 'away' | 'back';

export interface Channel {
  post(message: unknown): void;
  onMessage(listener: (message: unknown) => void): void;
  close(): void;
}

export function browserSurroundings(): Surroundings {
  const doc = typeof document === 'undefined' ? null : document;
  const win = typeof window === 'undefined' ? null : window;
  return {
    // Absent where the page is not secure (plain http from another machine) and in old browsers.
    locks: typeof navigator === 'undefined' ? null : (navigator.locks ?? null),
    openChannel: (name) => (typeof BroadcastChannel === 'undefined' || !win ? null : broadcastChannel(name)),
    fetch: typeof fetch === 'undefined' ? null : (input, init) => fetch(input, init),
    visible: () => doc?.visibilityState !== 'hidden',
    onChange(listener) {
      const shown = (): void => listener(doc?.visibilityState === 'hidden' ? 'hidden' : 'shown');
      const tell = (change: Change) => (): void => listener(change);
      const wanted: readonly (readonly [EventTarget | null, string, () => void])[] = [
        [doc, 'visibilitychange', shown],
        [win, 'online', tell('online')],
        [win, 'offline', tell('offline')],
        [win, 'pagehide', tell('away')],
        [win, 'pageshow', tell('back')],
      ];
      for (const [target, type, handler] of wanted) target?.addEventListener(type, handler);
      return () => {
        for (const [target, type, handler] of wanted) target?.removeEventListener(type, handler);
      };
    },
  };
}

function broadcastChannel(name: string): Channel {
  const channel = new BroadcastChannel(name);
  return {
    post: (message) => channel.postMessage(message),
    onMessage: (listener) => {
      channel.onmessage = (event) => listener(event.data);
    },
    close: () => channel.close(),
  };
}
