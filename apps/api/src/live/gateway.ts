import type { Server as HttpServer } from 'node:http';
import {
  type Answer,
  type ListenerId,
  MAX_UNACKED,
  type Origin,
  type Painted,
  PaintedSchema,
  SOCKET_PATH,
  type Status,
  TuneSchema,
} from '@segue/core/events';
import type { ModelView } from '@segue/core/model';
import type { OnlineStore } from '@segue/core/ports';
import { within } from '@segue/core/within';
import type { Metrics } from '@segue/telemetry';
import { Server, type Socket } from 'socket.io';
import type { SlateMaker } from '../serving/slate-maker.ts';
import type { Explained } from '../shadow/shadow.ts';
import type { createIntake, Sender } from './intake.ts';
import { ListenerView, type ServerTimes } from './listener-view.ts';
import { createOutlet, isStuck } from './outlet.ts';
import { RawJson, rawJsonParser } from './raw-json.ts';
import { type Bucket, createBucket } from './token-bucket.ts';
import { Turns } from './turns.ts';

/** What is known of one gesture from its press to its frame. */
export interface PaintedGesture {
  readonly origin: Origin;
  readonly painted: Painted;
  readonly times: ServerTimes;
}

export interface GatewayDeps {
  readonly store: OnlineStore;
  readonly model: ModelView;
  readonly maker: SlateMaker;
  readonly intake: ReturnType<typeof createIntake>;
  readonly metrics: Metrics;
  readonly nowMs: () => number;
  readonly status: () => Status;
  /** Told of every list that somebody is shown, with what decided its rows. */
  readonly onMade: (listener: ListenerId, explained: Explained) => void;
  readonly allowedOrigins: readonly string[];
  /** Who a handshake belongs to; null is turned away. */
  readonly authenticate: (handshake: {
    readonly cookie: string | undefined;
    readonly token: string | undefined;
  }) => Promise<{ readonly listener: ListenerId; readonly origin: Origin } | null>;
  /** A page has painted what a gesture made here changed, and nothing held it back. */
  readonly onPainted: (gesture: PaintedGesture) => void;
  readonly onProblem: (cause: unknown) => void;
}

interface Connected {
  readonly view: ListenerView;
  readonly sender: Sender;
  readonly ranks: Bucket;
  readonly outlet: ReturnType<typeof createOutlet<Socket>>;
  /** Whether it is looked soon if the sessions of its sockets are over: once, however much is said meanwhile. */
  isEnding: boolean;
}

/** Socket.IO's own defaults take 45 s to notice a dead link. */
const PING = { pingInterval: 5_000, pingTimeout: 4_000 } as const;
const RENEW_MS = 10_000;
/** A message above this closes the socket: nothing of ours is near it. Smaller ones that are still too large are refused by name. */
const MAX_FRAME_BYTES = 2 * 1024 * 1024;

/**
 * An ack waits so long for the store to have the act, so that whoever reads it next, on whichever instance, obeys it (L5).
 * The log has it already: a store that is away must not make the link look dead.
 */
const OVERLAY_WITHIN_MS = 250;
/** The page that had its listener erased is gone by then, and was told of it. */
const ERASED_LEAVES_MS = 2_000;
/** Lists that one listener may ask for, a second and at once: dragging a slider asks for fewer. */
const RANKS = { perSecond: 30, burst: 60 } as const;

/** The socket side of the api: who is connected here, what they say, and what is pushed to them. */
export function createGateway({
  store,
  model,
  maker,
  intake,
  metrics,
  nowMs,
  status,
  onMade,
  allowedOrigins,
  authenticate,
  onPainted,
  onProblem,
}: GatewayDeps) {
  const connected = new Map<ListenerId, Connected>();
  let io: Server | null = null;
  let listening: { stop(): Promise<void> } | null = null;
  let renewing: NodeJS.Timeout | null = null;

  const turns = new Turns({ onProblem });

  function open(listener: ListenerId, origin: Origin): Connected {
    const known = connected.get(listener);
    if (known) return known;
    const outlet = createOutlet<Socket>();
    const onMadeHere = (explained: Explained) => onMade(listener, explained);
    const view = new ListenerView({ listener, origin, maker, model, metrics, nowMs, turns, outlet, onMade: onMadeHere, onProblem });
    const sender: Sender = {
      listener,
      origin,
      bucket: createBucket(nowMs),
      answered: new Map(),
      heldBack: new Map(),
      taste: () => view.taste,
      isPending: (event) => view.isPending(event),
      pendingOf: (types) => view.pendingOf(types),
      onSent: (event) => view.sent(event),
      onAcked: (position, event, bytes) => {
        view.acked(position, event);
        // The log has it: an ack does not wait for a store that is slow.
        return within(
          OVERLAY_WITHIN_MS,
          store.pending.add(maker.partition(listener), listener, { position, event: bytes }).catch(onProblem),
        ).catch(() => {});
      },
    };
    const one: Connected = { view, sender, outlet, ranks: createBucket(nowMs, RANKS), isEnding: false };
    connected.set(listener, one);
    return one;
  }

  /**
   * Sockets whose session is over have nobody any more: what they said would be kept of someone who cannot see or erase it (L14).
   * A token names the same listener again, and is asked for at the handshake alone.
   */
  async function endOver({ outlet }: Connected): Promise<void> {
    for (const socket of [...outlet.sockets]) {
      const { cookie, token } = whoOf(socket);
      if (token !== undefined) continue;
      const who = await authenticate({ cookie, token }).catch((cause) => {
        onProblem(cause);
        return 'unknown' as const;
      });
      if (who === null) socket.disconnect(true);
    }
  }

  function noticed(listener: ListenerId, notice: Uint8Array): void {
    const one = connected.get(listener);
    if (!one) return;
    one.view.noticed(notice);
    if (!one.view.taste?.isBlank || one.isEnding) return;
    one.isEnding = true;
    setTimeout(() => {
      one.isEnding = false;
      void endOver(one);
    }, ERASED_LEAVES_MS).unref();
  }

  async function onConnection(socket: Socket): Promise<void> {
    const { listener, origin } = socket.data as { listener: ListenerId; origin: Origin };
    const receivedAt = () => nowMs();
    const one = open(listener, origin);
    one.outlet.add(socket);
    metrics.gauge('segue_sockets', io?.sockets.sockets.size ?? 0);
    let unanswered = 0;
    const answer = (ack: unknown, payload: unknown): void => {
      if (typeof ack === 'function' && !isStuck(socket)) ack(payload);
    };

    socket.on('gesture', async (raw: unknown, ack: unknown) => {
      const at = receivedAt();
      if (typeof ack !== 'function') return;
      if (unanswered >= MAX_UNACKED * 2) return void ack(intake.turnAway(one.sender, raw));
      unanswered++;
      try {
        ack(await intake.take(one.sender, raw, at));
      } catch (cause) {
        onProblem(cause);
        ack({ status: 'retry', code: 'overloaded', afterMs: 1_000 });
      } finally {
        unanswered--;
      }
    });
    socket.on('snapshot', async (_: unknown, ack: unknown) => {
      if (typeof ack !== 'function') return;
      const asked = one.ranks.take() === 0 ? one.view.snapshot() : one.view.latest();
      await asked.then((json) => answer(ack, new RawJson(json)), onProblem);
    });
    socket.on('preview', async (raw: unknown, ack: unknown) => {
      const tune = TuneSchema.safeParse(raw);
      if (typeof ack !== 'function' || !tune.success) return;
      const asked = one.ranks.take() === 0 ? one.view.preview(tune.data) : one.view.latest();
      await asked.then((json) => answer(ack, new RawJson(json)), onProblem);
    });
    socket.on('ping', (_: unknown, ack: unknown) => answer(ack, { serverMs: nowMs() }));
    socket.on('painted', (raw: unknown, ack: unknown) => {
      const painted = PaintedSchema.safeParse(raw);
      if (painted.success) {
        const { gestureToPaintMs, paintMs, pushMs, clientToApiMs, clockErrorMs, delayed } = painted.data;
        metrics.step('gesture_to_paint', gestureToPaintMs, origin, delayed);
        metrics.step('paint', paintMs, origin, delayed);
        metrics.step('push', pushMs, origin, delayed);
        metrics.step('client_to_api', clientToApiMs, origin, delayed);
        metrics.step('clock_error', clockErrorMs, origin, delayed);
        const times = one.view.timesOf(painted.data.event);
        if (times && !delayed) onPainted({ origin, painted: painted.data, times });
      }
      answer(ack, {});
    });
    socket.on('disconnect', () => {
      one.outlet.remove(socket);
      metrics.gauge('segue_sockets', io?.sockets.sockets.size ?? 0);
      store.presence.leave(maker.partition(listener), listener, socket.id).catch(onProblem);
      // Two tabs share one identity: the view goes with the last of them.
      if (one.outlet.sockets.size === 0 && connected.get(listener) === one) connected.delete(listener);
    });

    // What changed while it was away was told to others only.
    socket.emit('status', status());
    // First be told of what comes, then read what is: the other order could miss what came in between.
    await store.presence.join(maker.partition(listener), listener, socket.id).catch(onProblem);
    await one.view.load().catch(onProblem);
  }

  return {
    /** Resolves to the server of all sockets, for other namespaces. */
    async start(http: HttpServer): Promise<Server> {
      listening = await store.presence.listen({
        onNotice: noticed,
        onGap: () => {
          for (const { view } of connected.values()) view.reload().catch(onProblem);
        },
      });
      io = new Server(http, {
        path: SOCKET_PATH,
        ...PING,
        maxHttpBufferSize: MAX_FRAME_BYTES,
        perMessageDeflate: false,
        serveClient: false,
        parser: rawJsonParser,
        transports: ['websocket', 'polling'],
        cors: { origin: [...allowedOrigins], credentials: true },
        allowRequest: (request, done) => done(null, isWelcome(request.headers, allowedOrigins)),
      });
      io.use(async (socket, next) => {
        const who = await authenticate(whoOf(socket)).catch((cause) => {
          onProblem(cause);
          return null;
        });
        if (!who) return next(Object.assign(new Error('session_invalid'), { data: { code: 'session_invalid' } }));
        Object.assign(socket.data, who);
        next();
      });
      io.on('connection', (socket) => void onConnection(socket));
      renewing = setInterval(() => {
        const held = [...connected.values()].flatMap(({ sender, outlet }) =>
          [...outlet.sockets].map((socket) => ({
            partition: maker.partition(sender.listener),
            listener: sender.listener,
            connection: socket.id,
          })),
        );
        if (held.length > 0) store.presence.renew(held).catch(onProblem);
      }, RENEW_MS);
      return io;
    },

    /** A gesture of somebody who has no socket, as of one who has: the way it takes is the same. */
    async gesture(listener: ListenerId, origin: Origin, raw: unknown): Promise<Answer> {
      const one = open(listener, origin);
      await store.presence.join(maker.partition(listener), listener, 'inside');
      await one.view.load();
      return intake.take(one.sender, raw, nowMs());
    },

    /** Every connected listener's list is made anew: the catalogue has changed. */
    refreshAll(): void {
      for (const { view } of connected.values()) view.refresh();
    },

    tell(status: Status): void {
      io?.emit('status', status);
    },

    async stop(): Promise<void> {
      if (renewing) clearInterval(renewing);
      await listening?.stop();
      await Promise.allSettled(
        [...connected.values()].flatMap(({ sender, outlet }) =>
          [...outlet.sockets].map((socket) => store.presence.leave(maker.partition(sender.listener), sender.listener, socket.id)),
        ),
      );
      io?.disconnectSockets(true);
      // Not `io.close()`: that closes the HTTP server too, and waits for every connection that a browser keeps.
      io?.engine.close();
      io = null;
    },
  };
}

/** Who the handshake said to be. */
function whoOf({ handshake }: Socket): { readonly cookie: string | undefined; readonly token: string | undefined } {
  const { token } = (handshake.auth ?? {}) as { token?: unknown };
  return { cookie: handshake.headers.cookie, token: typeof token === 'string' ? token : undefined };
}

/** A page of another origin may not open a socket with our cookie, unless it is named. No Origin: not a browser. */
function isWelcome(
  { origin, host }: { readonly origin?: string | undefined; readonly host?: string | undefined },
  allowed: readonly string[],
): boolean {
  if (!origin) return true;
  if (allowed.includes(origin)) return true;
  try {
    return new URL(origin).host === host;
  } catch {
    return false;
  }
}
