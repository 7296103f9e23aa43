import type { TrackId } from '@segue/core/events';
import { isSegment, type ModelView } from '@segue/core/model';
import { within } from '@segue/core/within';

/** Learning does not wait longer for a catalogue that is away: such a track is then one without a sound and a genre. */
const ASK_WITHIN_MS = 1_000;
/** What the catalogue did not know either is not asked for again so soon: a log may be full of tracks that have gone. */
const AGAIN_AFTER_MS = 10_000;
const MOST_REMEMBERED = 10_000;

/** Resolves once the model knows these, or the catalogue has said that it does not. */
export type KnowTracks = (ids: readonly TrackId[]) => Promise<void>;

/**
 * A track may be heard before this process has looked at the catalogue again, as all of an import are: it is asked for before it
 * is learnt, for what is learnt of a track without its content begins at nothing.
 */
export function createKnowTracks({
  model,
  refresh,
  now,
}: {
  readonly model: Pick<ModelView, 'track'>;
  /** Reads what the catalogue has now into the model. */
  readonly refresh: () => Promise<void>;
  readonly now: () => number;
}): KnowTracks {
  const askedAtMs = new Map<TrackId, number>();
  const isNews = (id: TrackId, nowMs: number): boolean =>
    !isSegment(id) && !model.track(id) && !(nowMs - (askedAtMs.get(id) ?? Number.NEGATIVE_INFINITY) < AGAIN_AFTER_MS);
  return async (ids) => {
    const nowMs = now();
    const unknown = ids.filter((id) => isNews(id, nowMs));
    if (unknown.length === 0) return;
    // Whoever follows the catalogue says that it is away.
    await within(ASK_WITHIN_MS, refresh()).catch(() => {});
    for (const id of unknown) {
      askedAtMs.delete(id);
      if (!model.track(id)) askedAtMs.set(id, nowMs);
    }
    for (const id of askedAtMs.keys()) {
      if (askedAtMs.size <= MOST_REMEMBERED) break;
      askedAtMs.delete(id);
    }
  };
}
