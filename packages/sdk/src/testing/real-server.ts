import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Gesture, GestureSchema } from '@segue/core/events';
import { Server, type Socket } from 'socket.io';
import { SOCKET_PATH } from '../wire.ts';
import { aSlate } from './builders.ts';

/** A real Socket.IO server that parses with the real schemas and logs what it is sent. */
export async function startRealServer({ token }: { readonly token?: string } = {}) {
  const http = createServer();
  const io = new Server(http, { path: SOCKET_PATH, cors: { origin: '*' } });
  const log: Gesture[] = [];
  const painted: unknown[] = [];
  io.use((socket, next) => {
    if (token === undefined || socket.handshake.auth['token'] === token) return next();
    next(Object.assign(new Error('session_invalid'), { data: { code: 'session_invalid' } }));
  });
  io.on('connection', (socket: Socket) => {
    socket.on('gesture', (payload: unknown, ack: (answer: unknown) => void) => {
      const parsed = GestureSchema.safeParse(payload);
      if (!parsed.success) {
        ack({ status: 'refused', code: 'event_malformed', message: parsed.error.message });
        return;
      }
      const known = log.findIndex((one) => one.outbox === parsed.data.outbox && one.number === parsed.data.number);
      if (known < 0) log.push(parsed.data);
      const offset = known < 0 ? log.length - 1 : known;
      ack({ status: 'acked', position: { epoch: 1, partition: 0, offset } });
      const timings = { receivedAtMs: Date.now(), takenAtMs: 0, learntAtMs: 0, storedAtMs: 0, noticedAtMs: 0, rankedAtMs: Date.now() };
      const heard = {
        event: `${parsed.data.outbox}:${parsed.data.number}`,
        type: parsed.data.act.type,
        title: null,
        more: null,
        less: null,
      };
      socket.emit(
        'slate',
        aSlate({
          revision: { epoch: 1, taste: offset + 2, view: 0 },
          covers: { epoch: 1, partition: 0, offset },
          timings,
          heard: heard as never,
        }),
      );
    });
    socket.on('snapshot', (_: unknown, ack: (answer: unknown) => void) =>
      ack(aSlate({ revision: { epoch: 1, taste: log.length + 1, view: 0 } })),
    );
    socket.on('ping', (_: unknown, ack: (answer: unknown) => void) => ack({ serverMs: Date.now() }));
    socket.on('painted', (payload: unknown, ack: (answer: unknown) => void) => {
      painted.push(payload);
      ack({});
    });
  });
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(http.address() as AddressInfo).port}`,
    log,
    painted,
    cut: () => io.disconnectSockets(true),
    close: () => new Promise<void>((resolve) => void io.close(() => resolve())),
  };
}
