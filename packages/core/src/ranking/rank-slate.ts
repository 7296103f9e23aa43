import type { ListenEvent, Position, Slate, SlateRow, TrackCard, TrackId } from '../events/index.ts';
import { companionsOfSeeds, type SignalContext } from '../features/index.ts';
import {
  applyHand,
  copyState,
  freshState,
  hashOf,
  type ListenerState,
  type ModelView,
  type Taste,
  type Track,
  type Vector,
  zeroVector,
} from '../model/index.ts';
import { candidatesOf } from './candidates.ts';
import { diversify } from './diversify.ts';
import { explore } from './explore.ts';
import { genreSharesOf } from './heard.ts';
import { reasonOf } from './reason.ts';
import { createScorer, type Scorer } from './score.ts';
import { type Trending, trendingOf } from './trending.ts';

export interface Pending {
  readonly position: Position;
  readonly event: ListenEvent;
}

export interface RankInput {
  readonly model: ModelView;
  /** Null for a listener nobody has met. */
  readonly taste: Taste | null;
  /** Acked and not yet learnt: laid over the taste. */
  readonly pending: readonly Pending[];
  /** The server's clock; for a listener with a taste the time of their last event is now. */
  readonly nowMs: number;
  readonly size: number;
  readonly seed: number;
  /** Sliders being dragged: shown, not kept. */
  readonly tune?: { readonly discover: number; readonly energy: number };
  readonly urlsOf: (track: Track) => {
    readonly soundUrl: string;
    readonly coverUrl: string;
  };
  /** From an index; without it all vectors are scanned. */
  readonly neighbours?: readonly TrackId[];
}

export type RankedSlate = Pick<Slate, 'rows' | 'yours' | 'genres' | 'tune' | 'liked' | 'covers'>;

/** After so many lessons half of a listener's place is their own, half still the mean of their like. */
const HALF_KNOWN = 4;
/** What was heard or skipped within so many listens does not come straight back (L5). */
const NOT_STRAIGHT_BACK = 25;
const MOST_GENRES_TOLD = 6;
const PLACED_BY = {
  score: 'model',
  variety: 'variety',
  chance: 'exploration',
} as const;

/** From factors and signals to a slate: candidates, scores, variety, a little chance, and a reason on every row. */
export function rankSlate(input: RankInput): RankedSlate {
  const { model, taste, pending, seed, size } = input;
  const listener = overlaid(taste?.state ?? freshState(null), pending, input.tune);
  const trending = trendingOf(model, input.nowMs);
  const context = contextOf(input, listener, trending);
  const chance = hashOf(`${listener.lessons}`, seed);

  const barred = barredOf(listener);
  const allowed = (row: number) => {
    const track = model.trackAt(row);
    return !barred.has(track.id) && !listener.blockedArtists.has(track.artistId);
  };
  const yours = yoursOf(listener, input);
  const candidates = candidatesOf(context, trending, {
    neighbours: input.neighbours ?? null,
    chance,
  }).filter(allowed);
  const scorer = createScorer(context);
  const ranked = sortedByScore(candidates, scorer);
  const explored = explore(context, candidates, { chance, size });
  const drawn = new Set(explored.map((one) => one.row));
  const rows = diversify(
    model,
    ranked.filter((row) => !drawn.has(row)),
    { size, drawn: explored },
  ).map(
    ({ row, by, propensity }): SlateRow => ({
      track: cardOf(model.trackAt(row), input),
      reason: reasonOf(scorer.explain(row), PLACED_BY[by], context),
      placedBy: PLACED_BY[by],
      propensity,
    }),
  );

  return {
    rows,
    yours,
    genres: genreSharesOf(listener).slice(0, MOST_GENRES_TOLD),
    tune: { ...listener.tune },
    liked: [...listener.liked],
    covers: taste?.position ?? null,
  };
}

/** Highest first, and by row where scores are the same. */
function sortedByScore(candidates: readonly number[], scorer: Scorer): number[] {
  const scores = Float64Array.from(candidates, (row) => scorer.score(row));
  const order = Array.from(candidates.keys()).sort((a, b) => scores[b]! - scores[a]! || a - b);
  return order.map((i) => candidates[i]!);
}

function overlaid(state: ListenerState, pending: readonly Pending[], tune: RankInput['tune']): ListenerState {
  if (pending.length === 0 && !tune) return state;
  const copy = copyState(state);
  for (const { event } of pending) {
    applyHand(copy, event.act);
    const { act } = event;
    if (act.type === 'skip' || act.type === 'complete' || act.type === 'play') {
      copy.recent.push({
        trackId: act.trackId,
        artistId: '',
        kind: 'played',
        heardFraction: 0,
        atMs: event.occurredAtMs,
      });
    }
  }
  if (tune) copy.tune = tune;
  return copy;
}

function contextOf({ model, taste, nowMs: wallMs }: RankInput, listener: ListenerState, { rows: [top] }: Trending): SignalContext {
  // The time of the last event, not the wall's: a slate is a function of what was said, so an undo brings it back.
  const nowMs = listener.windows.lastMs || wallMs;
  return {
    model,
    listener,
    place: placeOf(listener, model),
    confidence: listener.lessons / (listener.lessons + HALF_KNOWN),
    nowMs,
    mostListens: Math.max(1, top === undefined ? 0 : model.popularityAt(top)),
    companions: companionsOfSeeds(model, listener),
    fatigue: taste?.fatigue ?? new Map(),
  };
}

function placeOf(listener: ListenerState, model: ModelView): Vector {
  const prior = model.priorOf(listener.profile) ?? zeroVector();
  const own = listener.lessons / (listener.lessons + HALF_KNOWN);
  return prior.map((value, i) => value * (1 - own) + listener.factors[i]! * own);
}

function barredOf(listener: ListenerState): Set<TrackId> {
  const barred = new Set<TrackId>([...listener.blockedTracks, ...listener.yours.map((row) => row.trackId)]);
  for (const listen of listener.recent.slice(-NOT_STRAIGHT_BACK)) if (listen.kind !== 'liked') barred.add(listen.trackId);
  return barred;
}

function yoursOf(listener: ListenerState, input: RankInput): SlateRow[] {
  const out: SlateRow[] = [];
  for (const row of listener.yours) {
    const track = input.model.track(row.trackId);
    if (!track || listener.blockedTracks.has(track.id) || listener.blockedArtists.has(track.artistId)) continue;
    out.push({
      track: cardOf(track, input),
      reason: {
        kind: 'yours',
        text: row.by === 'pin' ? 'Pinned by you' : 'Queued by you',
        shares: [],
      },
      placedBy: 'listener',
      propensity: 1,
    });
  }
  return out;
}

export function cardOf(track: Track, { urlsOf }: Pick<RankInput, 'urlsOf'>): TrackCard {
  return {
    trackId: track.id,
    title: track.title,
    artistId: track.artistId,
    artist: track.artist,
    album: track.album,
    genre: track.genres[0] ?? '',
    energy: track.energy,
    tempoBpm: track.tempoBpm,
    durationSeconds: track.durationSeconds,
    sound: track.sound,
    ...urlsOf(track),
  };
}
