import { type Act, type Answer, AnswerSchema, type Slate, SlateSchema, SOCKET_PATH } from '@segue/core/events';
import { io, type Socket } from 'socket.io-client';

const ANSWER_WITHIN_MS = 10_000;

export interface Client {
  readonly socket: Socket;
  /** Slates as they were pushed, in their order. */
  readonly slates: Slate[];
  /** A sound gesture of this client's outbox, with what is given in its place. */
  gesture(act: Act, overrides?: Readonly<Record<string, unknown>>): Record<string, unknown>;
  /** Sends anything as a gesture; the answer is checked against the schema. */
  send(raw: unknown): Promise<Answer>;
  /** `send(gesture(act))`. */
  does(act: Act, overrides?: Readonly<Record<string, unknown>>): Promise<Answer>;
  snapshot(): Promise<Slate>;
  close(): void;
}

let outboxes = 0;

/** A real Socket.IO client; rejects with the server's reason where the handshake is refused. */
export function connectClient(url: string, { cookie, token, origin, transport = 'websocket' }: ConnectOptions): Promise<Client> {
  const socket = io(url, {
    path: SOCKET_PATH,
    transports: [transport],
    reconnection: false,
    forceNew: true,
    extraHeaders: { ...(cookie ? { cookie } : {}), ...(origin ? { origin } : {}) },
    ...(token ? { auth: { token } } : {}),
  });
  const outbox = `test-${++outboxes}`;
  let number = 0;
  const slates: Slate[] = [];
  socket.on('slate', (raw: unknown) => slates.push(SlateSchema.parse(raw)));
  const client: Client = {
    socket,
    slates,
    gesture: (act, overrides = {}) => ({ v: 1, outbox, number: ++number, occurredAt: new Date().toISOString(), act, ...overrides }),
    send: async (raw) => AnswerSchema.parse(await socket.timeout(ANSWER_WITHIN_MS).emitWithAck('gesture', raw)),
    does: (act, overrides) => client.send(client.gesture(act, overrides)),
    snapshot: async () => SlateSchema.parse(await socket.timeout(ANSWER_WITHIN_MS).emitWithAck('snapshot', {})),
    close: () => void socket.disconnect(),
  };
  return new Promise((resolve, reject) => {
    socket.once('connect', () => resolve(client));
    socket.once('connect_error', (error: Error) => {
      socket.disconnect();
      reject(error);
    });
  });
}

export interface ConnectOptions {
  readonly cookie?: string;
  readonly token?: string;
  readonly origin?: string;
  readonly transport?: 'websocket' | 'polling';
}
