import type { CreateRecommender, Listen } from './recommender.ts';

/**
 * The same model, told in rounds: at each round's begin it learns what happened before it, and nothing in between, of
 * listeners and of tracks alike; as an engine that is trained every so often. Times are the stream's.
 *
 * @param everyMs from one round to the next; 0 learns each event as it comes.
 */
export function delayed(create: CreateRecommender, everyMs: number): CreateRecommender {
  if (everyMs === 0) return create;
  return (world) => {
    const model = create(world);
    let waiting: Listen[] = [];
    return {
      learn: (listen) => void waiting.push(listen),
      settle: () => {
        for (const listen of waiting) model.learn(listen);
        waiting = [];
        model.settle?.();
      },
      score(user, nowMs, into) {
        if (nowMs === null) throw new Error('what is told in rounds needs a stream with times');
        const roundMs = Math.floor(nowMs / everyMs) * everyMs;
        let told = 0;
        while (told < waiting.length && (waiting[told]!.atMs ?? nowMs) < roundMs) model.learn(waiting[told++]!);
        if (told > 0) waiting = waiting.slice(told);
        model.score(user, nowMs, into);
      },
    };
  };
}
