import { ModelView } from '@segue/core/model';
import { type Catalogue, type EventLog, GROUPS, type LogIdentity, type OnlineStore } from '@segue/core/ports';
import { checkLog, ModelFollower } from '@segue/following';
import { Learner } from './listens/learner.ts';
import { silentObserver, type WorkerObserver } from './observer.ts';
import { Projector } from './projection/projector.ts';
import { createRefuse } from './refusals.ts';
import { createBookTrackSide } from './tracks/book-track-side.ts';
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
export function createWorker({ log, store, catalogue, alone, seed, now, observer = silentObserver, identity }: WorkerDeps): Worker {
  const model = new ModelView();
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
  const follower = new ModelFollower({ log, catalogue, model, onProblem: (cause) => catalogueHealth('down', String(cause)) });
  let parts: { stop(): Promise<void> }[] = [];
  let started = false;

  return {
    async start() {
      const { epoch, stepPartitions } = identity ?? (await checkLog({ log, store, nowMs: now, stepsInLog: !alone }));
      await follower.start();
      const book = new TrackBook({ store: store.tracks, partitions: stepPartitions, trackOf: (id) => model.track(id) });
      const publisher = new StatePublisher({ log, stateOf: (id) => book.state(id), now });
      const tracks = alone
        ? createBookTrackSide({ book, store: store.tracks, publisher, model, partitions: stepPartitions, epoch })
        : createLogTrackSide({ log, model });
      const learner = new Learner({
        log,
        group: GROUPS.learn,
        tastes: store.tastes,
        tracks,
        epoch,
        seed,
        now,
        observer,
        refuse: createRefuse(log),
        onHealth: onHealth('learner'),
      });
      const projector = new Projector({ log, catalogue, group: GROUPS.project, epoch, onHealth: onHealth('projection') });
      const trackLearner = alone
        ? null
        : new TrackLearner({
            log,
            store: store.tracks,
            book,
            publisher,
            group: GROUPS.tracks,
            epoch,
            observer,
            onHealth: onHealth('track learner'),
          });
      parts = [projector, learner, ...(trackLearner ? [trackLearner] : []), { stop: () => publisher.flush() }, follower];
      await trackLearner?.start();
      await learner.start();
      await projector.start();
      started = true;
    },
    async stop() {
      started = false;
      const failed: unknown[] = [];
      // One that cannot stop well keeps none of the others from committing and leaving.
      for (const part of parts) await part.stop().catch((cause) => failed.push(cause));
      parts = [];
      if (failed.length > 0) throw new AggregateError(failed, `the worker did not stop cleanly: ${failed.map(String).join('; ')}`);
    },
    down: () => (started ? [...down.keys()] : ['starting']),
  };
}
