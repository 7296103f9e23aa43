import { ModelView } from '@segue/core/model';
import { type Catalogue, type EventLog, GROUPS, type LogIdentity, type OnlineStore } from '@segue/core/ports';
import { checkLog, ModelFollower } from '@segue/following';
import { Learner } from './listens/learner.ts';
import { Refitter } from './long-term/refitter.ts';
import { silentObserver, type WorkerObserver } from './observer.ts';
import { Projector } from './projection/projector.ts';
import { createRefuse } from './refusals.ts';
import { createBookTrackSide } from './tracks/book-track-side.ts';
import { createKnowTracks } from './tracks/known-tracks.ts';
import { createLogTrackSide } from './tracks/log-track-side.ts';
import { StatePublisher } from './tracks/state-publisher.ts';
import { TrackBook } from './tracks/track-book.ts';
import { TrackLearner } from './tracks/track-learner.ts';

export interface WorkerDeps {
  readonly log: EventLog;
  readonly store: OnlineStore;
  readonly catalogue: Catalogue;
  /** True where one process learns everything: steps are applied in place, and the same log teaches the same model. */
  readonly alone: boolean;
  readonly seed: number;
  /** ms since 1970, fractions kept. */
  readonly now: () => number;
  readonly observer?: WorkerObserver;
  /** The file of the thread that fits long-term neighbours; without it none are fitted here. */
  readonly longTermThreadUrl?: URL;
  /** The log's identity where it was checked already; otherwise `start` checks it. */
  readonly identity?: LogIdentity;
}

export interface Worker {
  start(): Promise<void>;
  /** Finishes and commits what is in hand, publishes what waits, leaves the groups. */
  stop(): Promise<void>;
  /** Parts that are down, by name. */
  down(): readonly string[];
}

/** The learner: listens, tracks and the projection, on whatever log, store and catalogue it is given. */
export function createWorker({
  log,
  store,
  catalogue,
  alone,
  seed,
  now,
  observer = silentObserver,
  longTermThreadUrl,
  identity,
}: WorkerDeps): Worker {
  const model = new ModelView({ ranks: false });
  const down = new Map<string, string>();
  const onHealth =
    (part: string) =>
    (state: 'up' | 'down', reason = '') => {
      if (state === 'down' && !down.has(part)) observer.note(`${part} is down`, { reason });
      if (state === 'up' && down.has(part)) observer.note(`${part} is back`, {});
      if (state === 'up') down.delete(part);
      else down.set(part, reason);
    };
  const catalogueHealth = onHealth('catalogue');
  // Who learns alone reads vectors from its own book: of tracks it needs to know what the catalogue says.
  const follower = new ModelFollower({
    log,
    catalogue,
    model,
    learnt: !alone,
    onProblem: (cause) => catalogueHealth('down', String(cause)),
  });
  let consumers: { stop(): Promise<void> }[] = [];
  let fed: { stop(): Promise<void> }[] = [];
  let started = false;

  return {
    async start() {
      const { epoch, stepPartitions } = identity ?? (await checkLog({ log, store, nowMs: now, stepsInLog: !alone }));
      await follower.start();
      const book = new TrackBook({ store: store.tracks, partitions: stepPartitions, trackOf: (id) => model.track(id) });
      const publisher = new StatePublisher({ log, book, now });
      const know = createKnowTracks({ model, refresh: () => follower.refresh(), now });
      const tracks = alone
        ? createBookTrackSide({ book, store: store.tracks, publisher, model, know, partitions: stepPartitions, epoch })
        : createLogTrackSide({ log, model, know });
      const learner = new Learner({
        log,
        group: GROUPS.learn,
        tastes: store.tastes,
        tracks,
        epoch,
        seed,
        now,
        observer,
        refuse: createRefuse(log, 'listens'),
        onHealth: onHealth('learner'),
      });
      const projector = new Projector({ log, catalogue, group: GROUPS.project, epoch, onHealth: onHealth('projection') });
      const trackLearner = alone
        ? null
        : new TrackLearner({
            log,
            store: store.tracks,
            book,
            know,
            publisher,
            group: GROUPS.tracks,
            epoch,
            partitions: stepPartitions,
            observer,
            refuse: createRefuse(log, 'track-steps'),
            onHealth: onHealth('track learner'),
          });
      const refitter = longTermThreadUrl
        ? new Refitter({
            log,
            epoch,
            model,
            // Whoever learns the first partition: all members know the log's listens, and one fit is enough.
            isTurn: () => learner.learns(0),
            threadUrl: longTermThreadUrl,
            observer,
            onHealth: onHealth('long-term fit'),
          })
        : null;
      consumers = [...(refitter ? [refitter] : []), projector, learner, ...(trackLearner ? [trackLearner] : [])];
      fed = [{ stop: () => publisher.flush() }, follower];
      await trackLearner?.start();
      await learner.start();
      await projector.start();
      await refitter?.start();
      started = true;
    },
    async stop() {
      started = false;
      const failed: unknown[] = [];
      // One that cannot stop well keeps none of the others from committing and leaving.
      const stopped = async (some: readonly { stop(): Promise<void> }[]) => {
        for (const result of await Promise.allSettled(some.map((part) => part.stop())))
          if (result.status === 'rejected') failed.push(result.reason);
      };
      // Consumers side by side: what each owned waits until it has left. Then what they fed, in order.
      await stopped(consumers);
      for (const part of fed) await stopped([part]);
      consumers = [];
      fed = [];
      if (failed.length > 0) throw new AggregateError(failed, `the worker did not stop cleanly: ${failed.map(String).join('; ')}`);
    },
    down: () => (started ? [...down.keys()] : ['starting']),
  };
}
