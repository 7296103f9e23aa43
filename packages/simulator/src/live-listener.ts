import { type Act, AnswerSchema, comparePositions, type Position, type Slate, SlateSchema, SOCKET_PATH } from '@segue/core/events';
import { io } from 'socket.io-client';

const ANSWER_WITHIN_MS = 10_000;
/** After this the list is asked for, should its push have been missed. */
const COVERED_WITHIN_MS = 2_000;

export interface LiveListener {
  /** The newest list. */
  slate(): Slate;
  /** Makes a gesture from the list; resolves once a list reflects it, to how long that took, ms. */
  does(act: Act, rank?: number): Promise<number>;
  close(): void;
}

/** A guest of a running app, over the socket that browsers use. */
export async function connectLiveListener(url: string): Promise<LiveListener> {
  const cookie = await newGuest(url);
  const socket = io(url, { path: SOCKET_PATH, transports: ['websocket'], forceNew: true, extraHeaders: { cookie } });
  await new Promise<void>((resolve, reject) => {
    socket.once('connect', resolve);
    socket.once('connect_error', (cause) => {
      socket.close();
      reject(new Error(`${url} does not let a listener in: ${cause.message}`));
    });
  });
  const snapshot = async () => SlateSchema.parse(await socket.timeout(ANSWER_WITHIN_MS).emitWithAck('snapshot', {}));
  const outbox = `simulated-${crypto.randomUUID()}`;
  let number = 0;
  let slate = await snapshot();
  let onSlate = () => {};
  const take = (next: Slate) => {
    slate = next;
    onSlate();
  };
  socket.on('slate', (raw: unknown) => take(SlateSchema.parse(raw)));

  async function send(gesture: object): Promise<Position> {
    for (;;) {
      const answer = AnswerSchema.parse(await socket.timeout(ANSWER_WITHIN_MS).emitWithAck('gesture', gesture));
      if (answer.status === 'acked') return answer.position;
      if (answer.status === 'refused') throw new Error(`a gesture was refused: ${answer.code}: ${answer.message}`);
      await pause(answer.afterMs);
    }
  }
  const isCovered = (position: Position) => slate.covers !== null && comparePositions(slate.covers, position) >= 0;

  return {
    slate: () => slate,
    async does(act, rank) {
      const startMs = performance.now();
      const shown = rank === undefined ? {} : { shown: { ...slate.revision, rank } };
      const position = await send({ v: 1, outbox, number: ++number, occurredAt: new Date().toISOString(), ...shown, act });
      while (!isCovered(position)) {
        const pushed = await new Promise<boolean>((resolve) => {
          const timer = setTimeout(() => resolve(false), COVERED_WITHIN_MS);
          onSlate = () => {
            clearTimeout(timer);
            resolve(true);
          };
        });
        if (!pushed) take(await snapshot());
      }
      return performance.now() - startMs;
    },
    close: () => void socket.close(),
  };
}

/** The value of a `cookie` header; waits where too many guests came from here. */
async function newGuest(url: string): Promise<string> {
  for (;;) {
    const answer = await fetch(`${url}/api/session`, { method: 'POST', signal: AbortSignal.timeout(ANSWER_WITHIN_MS) });
    const [cookie] = answer.headers.getSetCookie();
    if (answer.ok && cookie) return cookie.split(';', 1)[0] ?? '';
    const seconds = Number(answer.headers.get('retry-after'));
    if (answer.status !== 429 || !(seconds > 0)) throw new Error(`${url} makes no guest: ${answer.status} ${await answer.text()}`);
    await pause(seconds * 1_000);
  }
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
