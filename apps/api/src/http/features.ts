import { type OwnFeatures, OwnFeaturesSchema } from '@segue/core/events';
import { freshState, type ListenerState, readListenerFeatures, readTrackFeatures, type Track } from '@segue/core/model';
import { LISTENER_FEATURES, TRACK_FEATURES, windowInWords } from '@segue/core/stream';
import type { App, HttpContext } from './context.ts';

/** Fewer people behind a track than this, and its figures could tell what one of them does. */
const TOLD_FROM_PEOPLE = 5;

/** The features of the stream that stand for the listener of the cookie, and for nobody else (L7). */
export function featureRoutes(app: App, { listenerOf, model, maker, nowMs }: HttpContext): void {
  app.get(
    '/api/features',
    {
      schema: {
        tags: ['mine'],
        summary: 'Every feature of the stream, with the listener’s own values and what they mean',
        response: { 200: OwnFeaturesSchema },
      },
    },
    async (request, reply) => {
      const taste = await maker.loadTaste(await listenerOf(request));
      const state = taste?.state ?? freshState(null);
      const atMs = nowMs();
      const track = lastHeard(state);
      reply.header('cache-control', 'no-store');
      return {
        atMs,
        track: track ? { trackId: track.id, title: track.title, artist: track.artist } : null,
        features: [...ofListener(state, atMs), ...ofTrack(track, atMs)],
      };
    },
  );

  function lastHeard({ recent }: ListenerState): Track | null {
    const last = recent.at(-1);
    return (last && model.track(last.trackId)) ?? null;
  }

  function ofTrack(track: Track | null, atMs: number): OwnFeatures['features'] {
    const row = track ? model.rowOf(track.id) : undefined;
    const learnt = row === undefined ? null : model.learntAt(row);
    const values = learnt && learnt.knownPeople >= TOLD_FROM_PEOPLE ? readTrackFeatures(learnt, atMs) : null;
    const untold = learnt ? `not told: fewer than ${TOLD_FROM_PEOPLE} people have heard it` : 'no track was heard yet';
    return TRACK_FEATURES.features.map((feature, i) => ({
      ...declaredOf(feature),
      value: values?.[i] ?? null,
      says: values ? feature.says(values[i] ?? 0) : untold,
    }));
  }
}

function ofListener(state: ListenerState, atMs: number): OwnFeatures['features'] {
  const values = readListenerFeatures(state, atMs);
  return LISTENER_FEATURES.features.map((feature, i) => {
    const value = values[i] ?? 0;
    return { ...declaredOf(feature), value, says: feature.says(value) };
  });
}

type Declared = (typeof LISTENER_FEATURES.features)[number] | (typeof TRACK_FEATURES.features)[number];

const declaredOf = ({ name, entity, title, window, type, livesMs }: Declared) => ({
  name,
  entity,
  title,
  window: windowInWords(window),
  type,
  livesMs,
});
