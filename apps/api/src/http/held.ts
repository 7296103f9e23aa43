import { type ListenerId, type TrackId, TrackIdSchema } from '@segue/core/events';
import type { Taste } from '@segue/core/model';
import { LISTENER_FEATURE_NAMES, type ListenerState, readListenerFeatures } from '@segue/core/model';
import type { HistoryEntry } from '@segue/core/ports';
import { z } from 'zod';
import type { App, HttpContext } from './context.ts';

const PAGE = 500;
/** A file of more than this would be nobody's listening. */
const MOST_ENTRIES = 200_000;

const TrackNamed = z.object({ trackId: TrackIdSchema, title: z.string().nullable(), artist: z.string().nullable() });
const Weight = z.object({ name: z.string(), weight: z.number() });

/** All that is held on one listener, in words where there are words for it. Times are ms since 1970. */
const HeldSchema = z.object({
  listener: z.string(),
  atMs: z.number(),
  profile: z.object({ country: z.string().nullable(), ageBand: z.string().nullable(), genres: z.array(z.string()) }),
  taste: z
    .object({
      lessons: z.number(),
      genres: z.array(Weight),
      artists: z.array(Weight),
      tempoBpm: z.number().nullable(),
      energy: z.number().nullable(),
      sliders: z.object({ discover: z.number(), energy: z.number() }),
      vector: z.array(z.number()),
      recent: z.array(TrackNamed.extend({ kind: z.string(), heardFraction: z.number(), atMs: z.number() })),
      /** The long memory, oldest first; of tracks that left the catalogue only a number is held. */
      enjoyed: z.array(TrackNamed),
      enjoyedAndGone: z.number(),
      shownAndNotTaken: z.array(TrackNamed.extend({ times: z.number() })),
      canBeTakenBack: z.number(),
      /** The features of the stream, by their names. */
      features: z.record(z.string(), z.number()),
    })
    .nullable(),
  likes: z.array(TrackNamed),
  dislikes: z.array(TrackNamed),
  blocks: z.object({ tracks: z.array(TrackNamed), artists: z.array(z.string()) }),
  yoursNext: z.array(TrackNamed),
  history: z.array(TrackNamed.extend({ event: z.string(), type: z.string(), heardFraction: z.number().nullable(), atMs: z.number() })),
  /** Acts that the log has and the learner has not. */
  notYetLearnt: z.number(),
  /** Whether a list lies ready for the next page. */
  listKept: z.boolean(),
});

/** See and take (L14). Erasing is a gesture, `erase`, since the learner must obey it. */
export function heldRoutes(app: App, { catalogue, store, listenerOf, model, maker, nowMs }: HttpContext): void {
  const named = (trackId: TrackId) => {
    const track = model.track(trackId);
    return { trackId, title: track?.title ?? null, artist: track?.artist ?? null };
  };
  const artistNamed = (artistId: string) => model.tracks().find((track) => track.artistId === artistId)?.artist ?? artistId;

  function enjoyedOf({ enjoyed }: ListenerState) {
    const rows = [...enjoyed.hashes()].flatMap((hash) => model.rowOfHash(hash) ?? []);
    return { enjoyed: rows.map((row) => named(model.trackAt(row).id)), enjoyedAndGone: enjoyed.size - rows.length };
  }

  async function wholeHistory(listener: ListenerId): Promise<HistoryEntry[]> {
    const all = new Map<string, HistoryEntry>();
    for (let beforeMs: number | undefined; all.size < MOST_ENTRIES; ) {
      const page = await catalogue.history(listener, { limit: PAGE, ...(beforeMs === undefined ? {} : { beforeMs }) });
      for (const entry of page) all.set(entry.event, entry);
      const last = page.at(-1);
      if (page.length < PAGE || !last || last.atMs === beforeMs) break;
      beforeMs = last.atMs;
    }
    return [...all.values()];
  }

  app.get(
    '/api/me',
    {
      schema: {
        tags: ['mine'],
        summary: 'All that is held on the listener; with ?download as a file',
        querystring: z.object({ download: z.string().optional() }),
        response: { 200: HeldSchema },
      },
    },
    async (request, reply) => {
      const listener = await listenerOf(request);
      const [taste, pending, likes, blocks, history, slate] = await Promise.all([
        maker.loadTaste(listener),
        maker.loadPending(listener),
        catalogue.likes(listener),
        catalogue.blocks(listener),
        wholeHistory(listener),
        store.slates.get(maker.partition(listener), listener),
      ]);
      const state = taste?.state;
      if (request.query.download !== undefined) reply.header('content-disposition', 'attachment; filename="segue-my-data.json"');
      reply.header('cache-control', 'no-store');
      return {
        listener,
        atMs: nowMs(),
        profile: {
          country: state?.profile.country ?? null,
          ageBand: state?.profile.ageBand ?? null,
          genres: [...(state?.profile.genres ?? [])],
        },
        taste:
          taste && state
            ? {
                lessons: state.lessons,
                genres: weightsOf(state.genres, (genre) => genre),
                artists: weightsOf(state.artists, artistNamed),
                tempoBpm: state.tempo.weight > 0 ? state.tempo.mean : null,
                energy: state.energy.weight > 0 ? state.energy.mean : null,
                sliders: { ...state.tune },
                vector: [...state.factors],
                recent: state.recent.map(({ trackId, kind, heardFraction, atMs }) => ({ ...named(trackId), kind, heardFraction, atMs })),
                ...enjoyedOf(state),
                shownAndNotTaken: shownOf(taste.shown).map(([trackId, times]) => ({ ...named(trackId), times })),
                canBeTakenBack: taste.ring.length,
                features: featuresOf(state, nowMs()),
              }
            : null,
        likes: likes.map(named),
        dislikes: [...(state?.disliked ?? [])].map(named),
        blocks: { tracks: blocks.tracks.map(named), artists: blocks.artists.map(artistNamed) },
        yoursNext: (state?.yours ?? []).map(({ trackId }) => named(trackId)),
        history: history.map(({ trackId, event, type, heardFraction, atMs }) => ({ ...named(trackId), event, type, heardFraction, atMs })),
        notYetLearnt: pending.length,
        listKept: slate !== null,
      };
    },
  );
}

const weightsOf = (weights: ReadonlyMap<string, number>, nameOf: (key: string) => string) =>
  [...weights].map(([key, weight]) => ({ name: nameOf(key), weight })).sort((a, b) => b.weight - a.weight);

/** How often each track was shown and not taken: what counts already, and what the next gesture will count. */
function shownOf({ counted, waiting }: Taste['shown']): [TrackId, number][] {
  const sum = new Map(counted);
  for (const [track, times] of waiting) sum.set(track, (sum.get(track) ?? 0) + times);
  return [...sum];
}

function featuresOf(state: ListenerState, atMs: number): Record<string, number> {
  const values = readListenerFeatures(state, atMs);
  return Object.fromEntries(LISTENER_FEATURE_NAMES.map((name, i) => [name, values[i] ?? 0]));
}
