import {
  eventIdOf,
  type ListenEvent,
  type OutboxId,
  type Position,
  type Slate,
  type SlateRow,
  type TrackCard,
  type TrackId,
} from '../events/index.ts';
import type { Team } from '../experiments/index.ts';
import type { SignalContext } from '../features/index.ts';
import { applyHand, copyState, freshState, hashOf, type ListenerState, type ModelView, type Taste, type Track } from '../model/index.ts';
import { candidatesOf } from './candidates.ts';
import { type Challenge, type Challenged, challenged } from './challenge.ts';
import { contextOf } from './context.ts';
import { diversify, type Placed } from './diversify.ts';
import { explore } from './explore.ts';
import { genreSharesOf } from './heard.ts';
import { drawNewTrack, owedRows } from './new-tracks.ts';
import { reasonOf } from './reason.ts';
import { partsByRemoval } from './row-features.ts';
import { createScorer, type Parts, type Scorer } from './score.ts';
import type { Belief } from './thompson.ts';
import { topRows } from './top-rows.ts';
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
  readonly cardOf: (track: Track) => TrackCard;
  /** Rows from an index; without it all vectors are scanned. */
  readonly neighbours?: readonly number[];
  /** What is believed of what gets heard out: exploration draws from it. */
  readonly belief?: Belief | null;
  /** Another ranking that is tried on this listener. */
  readonly challenge?: Challenge | null;
  /**
   * What stood where when this very taste was ranked before: it stands there again. Tracks, beliefs and what is popular go on
   * meanwhile, and an undo is to bring the old order back. Without a say where something is tried.
   */
  readonly again?: readonly Placed[] | null;
}

export interface RankedSlate extends Pick<Slate, 'rows' | 'yours' | 'genres' | 'lessons' | 'tune' | 'liked' | 'covers'> {
  /** What each group of signals adds to each row's score, in the order of the rows. */
  readonly parts: readonly Parts[];
  /** With a challenge: whose pick each row was; null for what neither picked. */
  readonly teams: readonly (Team | null)[] | null;
  /** What stands where, for `again`. */
  readonly placed: readonly Placed[];
}

/** What was heard or skipped within so many listens does not come straight back (L5): of a small catalogue half of it, or nothing would be left. */
const NOT_STRAIGHT_BACK = 25;
/** Enough to show what fell beside what rose. */
const MOST_GENRES_TOLD = 24;
/** Rows that variety may choose from; the rest of the candidates would never come up. */
const MOST_RANKED = 100;
const PLACED_BY = {
  score: 'model',
  'other-artist': 'variety',
  'other-genre': 'variety',
  chance: 'exploration',
  trial: 'exploration',
} as const satisfies Record<Placed['by'], SlateRow['placedBy']>;

/** From factors and signals to a slate: candidates, scores, variety, a little chance, and a reason on every row. */
export function rankSlate(input: RankInput): RankedSlate {
  const { model, taste, pending, seed } = input;
  const listener = overlaid(taste?.state ?? freshState(null), pending, input.tune);
  const trending = trendingOf(model, input.nowMs);
  const context = contextOf({ model, listener, fatigue: taste?.shown.counted ?? new Map(), wallMs: input.nowMs, trending });
  const barred = barredOf(listener, model);
  const { blockedArtists } = listener;
  const allowed = (row: number) => !barred.has(row) && !(blockedArtists.size > 0 && blockedArtists.has(model.trackAt(row).artistId));
  const yours = yoursOf(listener, input);
  const again = input.challenge ? null : input.again;
  const { scorer, placed, order } = again
    ? placedAgain(
        context,
        again.filter(({ row }) => allowed(row)),
      )
    : placedAnew(context, trending, input, { chance: hashOf(`${firstOutboxOf(taste)}/${listener.lessons}`, seed), allowed });
  const parts: Parts[] = [];
  const teams: (Team | null)[] | null = order && [];
  const rows = placed.map((place): SlateRow => {
    const { row, by, propensity } = place;
    const own = scorer.explain(row);
    const byChance = by === 'chance' || by === 'trial';
    const team = order && !byChance ? (order.teams.get(row) ?? null) : null;
    parts.push(own);
    teams?.push(team);
    // What decided is what the ranking that placed the row went by (L12).
    const decided = input.challenge && order && team === 1 ? partsByRemoval(input.challenge.ranker, order.rowOf(row)) : own;
    return {
      track: input.cardOf(model.trackAt(row)),
      reason: reasonOf(place, decided, context, own),
      placedBy: PLACED_BY[by],
      propensity,
    };
  });

  return {
    rows,
    parts,
    teams,
    placed,
    yours,
    genres: genresOf(listener, trending),
    lessons: listener.lessons,
    tune: { ...listener.tune },
    liked: likedOf(listener, [...rows, ...yours]),
    covers: taste?.position ?? null,
  };
}

interface PlacedRows {
  readonly scorer: Scorer;
  readonly placed: readonly Placed[];
  readonly order: Challenged | null;
}

function placedAnew(
  context: SignalContext,
  trending: Trending,
  { model, nowMs, size, neighbours, challenge, belief = null }: RankInput,
  { chance, allowed }: { readonly chance: number; readonly allowed: (row: number) => boolean },
): PlacedRows {
  const newcomer = drawNewTrack(context, owedRows(model, nowMs).filter(allowed), { chance, size });
  const found = candidatesOf(context, trending, { neighbours: neighbours ?? null, chance }).filter(allowed);
  const candidates = newcomer && !found.includes(newcomer.row) ? Int32Array.from([...found, newcomer.row]).sort() : found;
  const scorer = createScorer(context, candidates);
  const ranked = topRows(scorer.scores, candidates.length, MOST_RANKED).map((at) => candidates[at]!);
  const order = challenge ? challenged(challenge, ranked, { context, scorer, chance }) : null;
  const explored = explore(context, found, { chance, size, newcomer, scorer, belief });
  const drawn = new Set(explored.map((one) => one.row));
  const placed = diversify(
    model,
    (order?.rows ?? ranked).filter((row) => !drawn.has(row)),
    { size, drawn: explored },
  );
  return { scorer, placed, order };
}

/** Where they stood; why they do is worked out anew. */
function placedAgain(context: SignalContext, placed: readonly Placed[]): PlacedRows {
  return { scorer: createScorer(context, Int32Array.from(placed, ({ row }) => row).sort()), placed, order: null };
}

/**
 * An outbox is a listener's: two who were taught as much must not be drawn the same. The first by name, since they are kept in
 * the order of their use, which an undo does not bring back.
 */
function firstOutboxOf(taste: Taste | null): OutboxId | '' {
  let first: OutboxId | '' = '';
  for (const { outbox } of taste?.outboxes ?? []) if (first === '' || outbox < first) first = outbox;
  return first;
}

function overlaid(state: ListenerState, pending: readonly Pending[], tune: RankInput['tune']): ListenerState {
  if (pending.length === 0 && !tune) return state;
  const copy = copyState(state);
  const undone = new Set<string>();
  // Newest first: an undo that was itself undone takes nothing back.
  for (const { event } of pending.toReversed()) if (event.act.type === 'undo' && !undone.has(eventIdOf(event))) undone.add(event.act.event);
  for (const { event } of pending) {
    if (undone.has(eventIdOf(event))) continue;
    applyHand(copy, event.act);
    const { act } = event;
    if (act.type === 'skip' || act.type === 'complete' || act.type === 'play' || act.type === 'dislike') {
      copy.recent.push({
        trackId: act.trackId,
        artistId: '',
        kind: act.type === 'dislike' ? 'rejected' : 'played',
        heardFraction: 0,
        atMs: event.occurredAtMs,
      });
    }
  }
  if (tune) copy.tune = tune;
  return copy;
}

/** Rows that may not stand in the list. */
function barredOf(listener: ListenerState, model: ModelView): Set<number | undefined> {
  const barred = new Set<number | undefined>();
  for (const id of listener.blockedTracks) barred.add(model.rowOf(id));
  for (const { trackId } of listener.yours) barred.add(model.rowOf(trackId));
  for (const { kind, trackId } of recentOf(listener, Math.min(NOT_STRAIGHT_BACK, playableOf(listener, model) >> 1)))
    if (kind !== 'liked') barred.add(model.rowOf(trackId));
  return barred;
}

const recentOf = ({ recent }: ListenerState, count: number) => (count === 0 ? [] : recent.slice(-count));

/** Tracks that are not blocked, no more of them counted than matter. */
function playableOf({ blockedTracks, blockedArtists }: ListenerState, model: ModelView): number {
  let playable = 0;
  for (let row = 0; row < model.size && playable < 2 * NOT_STRAIGHT_BACK; row++) {
    const { id, artistId } = model.trackAt(row);
    if (!blockedTracks.has(id) && !blockedArtists.has(artistId)) playable++;
  }
  return playable;
}

/** Shares to a tenth of a percent: a slate is sent often. */
function genresOf(listener: ListenerState, { listensOfGenre }: Trending): RankedSlate['genres'] {
  return genreSharesOf(listener, listensOfGenre)
    .slice(0, MOST_GENRES_TOLD)
    .map(({ genre, share }) => ({ genre, share: Math.round(share * 1_000) / 1_000 }));
}

/** Of all that is liked, what the page draws a heart for: rows that are shown, and what was played lately. */
function likedOf(listener: ListenerState, rows: readonly SlateRow[]): TrackId[] {
  const near = new Set<TrackId>();
  for (const { track } of rows) if (listener.liked.has(track.trackId)) near.add(track.trackId);
  for (const { trackId } of listener.recent) if (listener.liked.has(trackId)) near.add(trackId);
  return [...near];
}

function yoursOf(listener: ListenerState, input: RankInput): SlateRow[] {
  const out: SlateRow[] = [];
  for (const row of listener.yours) {
    const track = input.model.track(row.trackId);
    if (!track || listener.blockedTracks.has(track.id) || listener.blockedArtists.has(track.artistId)) continue;
    out.push({
      track: input.cardOf(track),
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

/** What a row needs to be drawn and played. */
export function cardOf(track: Track, urls: Pick<TrackCard, 'soundUrl' | 'coverUrl'>): TrackCard {
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
    ...urls,
  };
}
