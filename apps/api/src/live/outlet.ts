import type { Socket } from 'socket.io';
import { RawJson } from './raw-json.ts';

/** The slice of a socket used here; the real one satisfies it as it is. */
export type OutletSocket = Pick<Socket, 'emit'> & { readonly conn: Pick<Socket['conn'], 'on' | 'off'> };

/** What may wait to be written to one socket, in packets; past it only the newest slate matters and older ones are never made. */
const MAX_BUFFERED = 8;
/** Answers to gestures that come together are written together: as many as may be under way, and some. */
const MAX_UNREAD = 256;

/** The sockets of one listener, as slates go out to them. */
export function createOutlet<S extends OutletSocket>() {
  const sockets = new Set<S>();
  let waiting: (() => void) | null = null;

  const isOpen = (): boolean => {
    for (const socket of sockets) if (!isFull(socket)) return true;
    return sockets.size === 0;
  };
  /** Whoever waits goes on where something has changed. */
  const look = (): void => {
    if (!waiting || !isOpen()) return;
    const go = waiting;
    waiting = null;
    go();
  };

  return {
    sockets: sockets as ReadonlySet<S>,
    add(socket: S): void {
      sockets.add(socket);
      socket.conn.on('drain', look);
      look();
    },
    remove(socket: S): void {
      sockets.delete(socket);
      socket.conn.off('drain', look);
      look();
    },
    /** Calls back once a socket takes a slate: now, or when the first of them that are all full has been read from. */
    whenOpen(go: () => void): void {
      waiting = go;
      look();
    },
    /** A tab that is full while another reads is left out: it asks by itself. */
    push(json: string): void {
      const raw = new RawJson(json);
      for (const socket of sockets) if (!isFull(socket)) socket.emit('slate', raw);
    },
  };
}

/** A socket whose other end does not read. */
const isFull = (socket: OutletSocket): boolean => buffered(socket) >= MAX_BUFFERED;

/** Past it what somebody asks for is not answered, or the answers would fill the memory: they ask again by themselves. */
export const isStuck = (socket: OutletSocket): boolean => buffered(socket) >= MAX_UNREAD;

function buffered({ conn }: OutletSocket): number {
  const { writeBuffer } = conn as unknown as { writeBuffer?: unknown[] };
  return writeBuffer?.length ?? 0;
}
