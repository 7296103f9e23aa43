import { copyState } from '@segue/core/model';
import { cardOf, rankSlate } from '@segue/core/ranking';
import type { CreateRecommender } from './recommender.ts';
import { createTaughtSegue, listenerIdOf } from './taught-segue.ts';

/** Rows of a list as it is served. */
const SLATE_ROWS = 20;

/**
 * The list as listeners get it, variety and exploration in: what it costs against the scores is `segue` less this. Tracks that the
 * listener has had are barred, for protocols do not rank them; the app brings back what was liked. Tracks beyond the list are tied.
 */
export const createSegueSlate: CreateRecommender = (world) => {
  const { learning, learn, settle, askedMs } = createTaughtSegue(world);
  return {
    learn,
    settle,
    score(user, nowMs, into) {
      const { model } = learning;
      const taste = learning.tasteOf(listenerIdOf(user));
      into.fill(0);
      const { rows } = rankSlate({
        model,
        taste: taste && { ...taste, state: withoutHad(taste.state) },
        pending: [],
        nowMs: askedMs(user, nowMs),
        size: SLATE_ROWS,
        seed: world.seed,
        cardOf: (track) => cardOf(track, { soundUrl: '', coverUrl: '' }),
      });
      for (const [place, { track }] of rows.entries()) into[model.rowOf(track.trackId)!] = SLATE_ROWS - place;
    },
  };

  function withoutHad(state: Parameters<typeof copyState>[0]) {
    const copy = copyState(state);
    for (const hash of state.enjoyed.hashes()) {
      const row = learning.model.rowOfHash(hash);
      if (row !== undefined) copy.blockedTracks.add(learning.model.trackAt(row).id);
    }
    return copy;
  }
};
