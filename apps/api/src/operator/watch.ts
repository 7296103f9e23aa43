import {
  OPERATOR_EVERY_MS,
  OPERATOR_NAMESPACE,
  OPERATOR_WINDOW,
  OPERATOR_WINDOWS_S,
  type OperatorView,
  type OperatorWindow,
  OperatorWindowSchema,
} from '@segue/core/events';
import type { EventLog } from '@segue/core/ports';
import { followFigures, type InstanceFigures, publishFigures } from '@segue/following';
import type { Metrics } from '@segue/telemetry';
import type { Namespace, Server, Socket } from 'socket.io';
import { createHeat } from './heat.ts';
import { FiguresHistory, KEPT_MS } from './history.ts';
import { LagTrends } from './lag-trends.ts';
import { OwnHours } from './own-hours.ts';
import { createPaths } from './paths.ts';
import { CELLS, type Heard, SILENT_AFTER_MS, viewOf } from './view.ts';

/** An instance that has said nothing for so long is gone, and not only silent. */
const GONE_AFTER_MS = 10 * 60_000;

/** What operators see, on any instance of all instances: follows what each says, and sends one view to all who watch. */
export function createWatch({
  log,
  metrics,
  kinds,
  titleOf,
  down,
  isOperator,
  nowMs,
  onProblem,
}: {
  readonly log: EventLog;
  readonly metrics: Metrics;
  /** What the parts are: `{ log: 'Kafka', … }`. */
  readonly kinds: Readonly<Record<string, string>>;
  readonly titleOf: (track: string) => string | null;
  readonly down: () => readonly string[];
  readonly isOperator: (token: string | undefined) => boolean;
  readonly nowMs: () => number;
  readonly onProblem: (cause: unknown) => void;
}) {
  const own = `${metrics.service}/${metrics.instance}`;
  const history = new FiguresHistory();
  const hours = new OwnHours();
  const lag = new LagTrends();
  const heard = new Map<string, Heard>();
  const heat = createHeat({ partitions: () => log.partitions('listens'), nowMs });
  const paths = createPaths({ nowMs });
  /** Past what the log held at the start: what comes is said now, whatever the clock of who says it. */
  let caughtUp = false;
  let publisher: ReturnType<typeof publishFigures> | null = null;
  let follower: { stop(): Promise<void> } | null = null;
  let timer: NodeJS.Timeout | null = null;
  /** When what this instance says came back through the log: it cannot, where nothing can be appended. */
  let throughLogAtMs = nowMs();

  /** What the log brings. Of itself an instance knows without it, and most of all that the log is away. */
  function hear(key: string, figures: InstanceFigures | null): void {
    if (key !== own) take(key, figures);
    else if (figures) throughLogAtMs = nowMs();
  }

  async function hearOwn(): Promise<void> {
    if (!publisher) return;
    const figures = await publisher.now();
    const isLogAway = nowMs() - throughLogAtMs > SILENT_AFTER_MS && !figures.down.includes('log');
    take(own, isLogAway ? { ...figures, down: [...figures.down, 'log'] } : figures);
  }

  function take(key: string, figures: InstanceFigures | null): void {
    if (!figures) {
      heard.delete(key);
      history.forget(key);
      hours.forget(key);
      return;
    }
    const heardAtMs = nowMs();
    // What a start finds in the log may be of an instance that died long ago.
    if (!caughtUp && heardAtMs - figures.atMs > GONE_AFTER_MS) return;
    heard.set(key, { figures, heardAtMs: caughtUp ? heardAtMs : Math.min(heardAtMs, figures.atMs) });
    history.add(key, figures, heardAtMs);
    hours.add(key, figures, heardAtMs);
    if (key === own) lag.add(figures.values, heardAtMs);
  }

  function view(windowSeconds: OperatorWindow): OperatorView {
    for (const [key, { heardAtMs }] of heard) if (nowMs() - heardAtMs > GONE_AFTER_MS) take(key, null);
    const windowMs = windowSeconds * 1_000;
    const cells = history.cells(nowMs(), windowMs, windowMs / CELLS);
    const counters = { window: history.counters(nowMs(), windowMs), hour: history.counters(nowMs(), KEPT_MS) };
    return viewOf({ cells, counters, windowSeconds, heard, kinds, hours, lag, titleOf, nowMs: nowMs() });
  }

  function show(operators: Namespace): void {
    for (const windowSeconds of OPERATOR_WINDOWS_S) {
      const room = operators.adapter.rooms.get(roomOf(windowSeconds));
      if (room && room.size > 0) operators.to(roomOf(windowSeconds)).emit('view', view(windowSeconds));
    }
  }

  return {
    heat,
    paths,
    async start(io: Server): Promise<void> {
      publisher = publishFigures({ log, metrics, down, heat: () => heat.now(), paths: () => paths.now(), onProblem });
      const following = await followFigures(log, hear);
      follower = following;
      void following.caughtUp.then(() => {
        caughtUp = true;
      }, onProblem);
      const operators = io.of(OPERATOR_NAMESPACE);
      operators.use((socket, next) => {
        const { token } = (socket.handshake.auth ?? {}) as { token?: unknown };
        if (isOperator(typeof token === 'string' ? token : undefined)) return next();
        next(Object.assign(new Error('operator_only'), { data: { code: 'operator_only' } }));
      });
      operators.on('connection', (socket) => welcome(socket, view));
      throughLogAtMs = nowMs();
      await hearOwn();
      timer = setInterval(() => {
        void hearOwn()
          .catch(onProblem)
          .then(() => show(operators));
      }, OPERATOR_EVERY_MS);
    },
    async stop(): Promise<void> {
      if (timer) clearInterval(timer);
      await follower?.stop();
      await publisher?.stop();
    },
  };
}

const roomOf = (windowSeconds: OperatorWindow): string => `window-${windowSeconds}`;

/** Sends a view at once, and another when they look further back or less far. */
function welcome(socket: Socket, view: (windowSeconds: OperatorWindow) => OperatorView): void {
  let looked: OperatorWindow = OPERATOR_WINDOWS_S[0];
  const look = (windowSeconds: OperatorWindow): void => {
    void socket.leave(roomOf(looked));
    looked = windowSeconds;
    void socket.join(roomOf(looked));
    socket.emit('view', view(looked));
  };
  look(looked);
  socket.on(OPERATOR_WINDOW, (raw: unknown) => {
    const wanted = OperatorWindowSchema.safeParse(raw);
    if (wanted.success && wanted.data !== looked) look(wanted.data);
  });
}
