import { randomUUID } from 'node:crypto';
import { AppError } from '@segue/core/errors';
import { asTrackId, type Status } from '@segue/core/events';
import { ModelView } from '@segue/core/model';
import type { Catalogue, EventLog, OnlineStore } from '@segue/core/ports';
import { checkLog, ModelFollower } from '@segue/following';
import { type IndexState, openNearest } from '@segue/nearest';
import { type Metrics, nowMs, operatorsBy } from '@segue/telemetry';
import type { FastifyInstance } from 'fastify';
import { createHttp, type Pages } from './http/app.ts';
import type { HttpContext } from './http/context.ts';
import { answerNotFound } from './http/not-found.ts';
import { statesOf } from './http/parts.ts';
import { sdkFolderOf } from './http/sdk.ts';
import { createAppendQueue } from './live/append-queue.ts';
import { createGateway } from './live/gateway.ts';
import { createIntake } from './live/intake.ts';
import { createUndoCheck } from './live/undo-check.ts';
import { PROBE_LISTENER, startProbe } from './operator/probe.ts';
import { createWatch } from './operator/watch.ts';
import { createLagWatch } from './serving/lag-watch.ts';
import { createSlateMaker } from './serving/slate-maker.ts';
import { createSessions, SESSION_COOKIE } from './sessions/sessions.ts';
import { createSigner } from './sessions/signing.ts';
import { Shadow, type ShadowSettings } from './shadow/shadow.ts';
import type { Shelf } from './shadow/shelf.ts';
import type { SoundSource } from './sound/sound-source.ts';

export interface ApiDeps {
  readonly log: EventLog;
  readonly store: OnlineStore;
  readonly catalogue: Catalogue;
  readonly sound: SoundSource;
  readonly metrics: Metrics;
  /** What log, store and catalogue are, for people. */
  readonly kinds: Readonly<Record<'log' | 'store' | 'catalogue', string>>;
  readonly settings: {
    readonly secrets: readonly [string, ...string[]];
    readonly allowedOrigins: readonly string[];
    /** Key → the site's name. */
    readonly siteKeys: ReadonlyMap<string, string>;
    readonly secureCookies: boolean;
    readonly seed: number;
    /** Believe X-Forwarded-For of any proxy in a private network; of one on this machine it is believed always. */
    readonly trustProxy: boolean;
    /** Which rankers run beside what serves, and what is tried on listeners; without it none and nothing. */
    readonly shadow?: ShadowSettings;
    /** See `operatorsBy`. */
    readonly operator: { readonly token: string | undefined; readonly open: boolean };
  };
  /** Keeps what rankers in shadow have learnt over a restart. */
  readonly shelf?: Shelf | null;
  /** Where the SDK was built to. */
  readonly sdkFolder?: string;
  /** A 404 in JSON without it. */
  readonly pages?: Pages;
  /** The file of the index's thread. */
  readonly nearestWorkerUrl: URL;
  /** How far a history is taught behind the first start, 0..1; null when none is. */
  readonly teaching?: () => number | null;
  /** Of sessions and listeners; random ones without it. */
  readonly newId?: () => string;
  readonly onProblem: (cause: unknown) => void;
}

export interface Api {
  readonly http: FastifyInstance;
  /** Reads the model, then listens. Resolves to the port. */
  start(address: { readonly port: number; readonly host: string }): Promise<number>;
  /** Intake stops, what is in hand is finished, sockets close (L9). What it was given stays open. */
  stop(): Promise<void>;
}

const STATUS_EVERY_MS = 2_000;
/** For HTTP answers under way when the process is told to stop. */
const FINISH_WITHIN_MS = 2_000;

/** The api: sessions, catalogue, sound, intake, slates and live push, on whatever log, store and catalogue it is given. */
export function createApi({
  log,
  store,
  catalogue,
  sound,
  metrics,
  kinds,
  settings,
  shelf = null,
  sdkFolder = sdkFolderOf(import.meta.dirname),
  pages = answerNotFound,
  nearestWorkerUrl,
  teaching = () => null,
  newId = randomUUID,
  onProblem,
}: ApiDeps): Api {
  const model = new ModelView();
  let epoch = 0;
  let ready = false;
  let stopping = false;
  let degraded: string[] = [];
  let shownVersion = 0;
  let statusTimer: NodeJS.Timeout | null = null;
  let probe: { stop(): void } | null = null;

  const follower = new ModelFollower({ log, catalogue, model, onProblem });
  const sessions = createSessions({ store: store.sessions, catalogue, signer: createSigner(settings.secrets), nowMs, newId, onProblem });
  const status = (): Status => ({ degraded, teaching: teaching() });
  const nearest = openNearest({ model, workerUrl: nearestWorkerUrl, onProblem });
  const { rankers, experiment } = settings.shadow ?? { rankers: [], experiment: null };
  const shadow =
    rankers.length > 0 || experiment
      ? new Shadow({ rankers, experiment, shelf, model, seed: settings.seed, metrics, nowMs, onProblem })
      : null;
  const maker = createSlateMaker({
    log,
    store,
    model,
    nearest,
    epoch: () => epoch,
    view: () => follower.version,
    seed: settings.seed,
    nowMs,
    soundVersion: (track) => sound.version(track),
    ...(shadow && { tried: (listener) => ({ challenge: shadow.challenge(listener), belief: shadow.belief() }) }),
    status,
  });
  const lag = createLagWatch({ log, metrics, nowMs });
  const isOperator = operatorsBy(settings.operator);
  const watch = createWatch({
    log,
    metrics,
    kinds,
    titleOf: (track) => model.track(asTrackId(track))?.title ?? null,
    down: () => degraded,
    isOperator,
    nowMs,
    onProblem,
  });
  const queue = createAppendQueue({ log, epoch: () => epoch });
  const intake = createIntake({
    queue,
    model,
    metrics,
    nowMs,
    stopping: () => stopping,
    checkUndo: createUndoCheck({ maker, catalogue, onProblem }),
    onAppended: (event) => {
      watch.heat.note(event);
      shadow?.note(event);
      // The log is back: nobody must be told for two seconds more that it is not.
      if (degraded.includes('log')) void check();
    },
  });
  const gateway = createGateway({
    store,
    model,
    maker,
    intake,
    metrics,
    nowMs,
    status,
    onMade: (listener, explained) => shadow?.made(listener, explained),
    allowedOrigins: settings.allowedOrigins,
    authenticate: async ({ cookie: header, token }) => {
      const listener =
        token === undefined
          ? await sessions.byCookie(header ? app.parseCookie(header)[SESSION_COOKIE] : undefined)
          : sessions.byToken(token);
      return listener ? { listener, origin: 'person' } : null;
    },
    onPainted: (gesture) => watch.paths.note(gesture),
    onProblem,
  });

  const parts = async (): Promise<Record<string, string>> => ({
    ...(await statesOf({ log: () => log.ready(), store: () => store.ready(), catalogue: () => catalogue.ready() })),
    model: ready ? 'up' : 'reading',
    ...(stopping ? { api: 'stopping' } : {}),
  });
  const context: HttpContext = {
    log,
    store,
    catalogue,
    model,
    maker,
    sessions,
    sound,
    metrics,
    nowMs,
    siteKeys: settings.siteKeys,
    secureCookies: settings.secureCookies,
    listenerOf: async (request) => {
      const listener = await sessions.byCookie(request.cookies[SESSION_COOKIE]);
      if (!listener) throw new AppError('session_invalid', 'There is no session: POST /api/session makes one.');
      return listener;
    },
    parts,
    isOperator,
    onProblem,
  };

  const { trustProxy, allowedOrigins } = settings;
  const app = createHttp({ context, trustProxy, allowedOrigins, sdkFolder, pages });

  /** One look at a time, whoever asks for it. */
  let looking: Promise<void> | null = null;
  function check(): Promise<void> {
    looking ??= checkParts()
      .catch(onProblem)
      .finally(() => {
        looking = null;
      });
    return looking;
  }

  async function checkParts(): Promise<void> {
    const found = await parts();
    const down = Object.entries(found)
      .filter(([, state]) => state !== 'up')
      .map(([name]) => name);
    for (const [name, state] of Object.entries(found)) metrics.gauge('segue_part_up', state === 'up' ? 1 : 0, { part: name });
    metrics.gauge('segue_tracks', model.size);
    if (follower.version !== shownVersion) gateway.refreshAll();
    shownVersion = follower.version;
    tellIndex(nearest.state(), metrics);
    shadow?.tell();
    if (!down.includes('log') && (await lag.look())) down.push('worker');
    metrics.gauge('segue_teaching', teaching() ?? 1);
    const before = JSON.stringify(status());
    degraded = down;
    if (JSON.stringify(status()) !== before || teaching() !== null) gateway.tell(status());
  }

  return {
    http: app,
    async start({ port, host }) {
      ({ epoch } = await checkLog({ log, store, nowMs }));
      await follower.start();
      await shadow?.start();
      shownVersion = follower.version;
      ready = true;
      await app.ready();
      await watch.start(await gateway.start(app.server));
      await app.listen({ port, host });
      statusTimer = setInterval(() => void check(), STATUS_EVERY_MS);
      probe = startProbe({ limits: store.limits, gesture: (raw) => gateway.gesture(PROBE_LISTENER, 'probe', raw), nowMs, onProblem });
      const address = app.server.address();
      return typeof address === 'object' && address ? address.port : port;
    },
    async stop() {
      stopping = true;
      probe?.stop();
      if (statusTimer) clearInterval(statusTimer);
      await intake.answeredAll();
      await queue.drained();
      // What was in hand until here is learnt too.
      await shadow?.stop();
      await gateway.stop();
      await watch.stop();
      // An answer under way is finished; a sound that streams for minutes is not waited for.
      const cut = setTimeout(() => app.server.closeAllConnections(), FINISH_WITHIN_MS);
      await app.close();
      clearTimeout(cut);
      await follower.stop();
      await nearest.stop();
      await sound.close();
    },
  };
}

function tellIndex(state: IndexState | null, metrics: Metrics): void {
  for (const method of ['scan', 'graph'] as const) metrics.gauge('segue_index_method', state?.method === method ? 1 : 0, { method });
  // A gauge that was never set reads 0: nothing is told of an index before its recall is known.
  if (!state || state.recallAt10 === null) return;
  metrics.gauge('segue_index_recall', state.recallAt10);
  metrics.gauge('segue_index_tracks', state.indexed);
  metrics.gauge('segue_index_waiting', state.waiting);
  metrics.gauge('segue_index_busy_seconds', state.busySeconds);
}
