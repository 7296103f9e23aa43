import type { TrackId } from '@segue/core/events';
import { fractionOf, type Replay, type Track } from '@segue/core/model';
import { heardOf, listenerIdOf, outcomeOf, simulatedEvent } from './play.ts';
import { listFor } from './ranked.ts';
import { rowTaken } from './row-taken.ts';
import type { Society } from './session-log.ts';

/** Who hears a track out at least so often would like to know of it. */
const FAN_FROM = 0.6;
const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
const PLAYS_A_SESSION = 10;
const TRACK_MS = 180_000;
export interface NewTracks {
  readonly tracks: number;
  readonly listeners: number;
  readonly days: number;
  /** Mean over new tracks. */
  readonly fansEach: number;
  /** Plays that each new track had by the end: the fewest, the middle, and the middle of the old ones in the same days. */
  readonly fewestPlays: number;
  readonly medianPlays: number;
  readonly medianPlaysOfOld: number;
  /** Share of new tracks that were played at all, and that had five plays on the first day. */
  readonly played: number;
  readonly fivePlaysOnDayOne: number;
  /** Of a new track's plays, the share by who would like it, and what plays handed out by chance would give. */
  readonly playsByFans: number;
  readonly playsByFansByChance: number;
  /** Middle over new tracks; null where half of them never came so far. */
  readonly playsUntilFirstFan: number | null;
  readonly hoursUntilFirstFan: number | null;
  readonly hoursUntilFiveFans: number | null;
  /** Of each track's fans, the share that had heard it by the end; mean over tracks. */
  readonly fansReached: number;
}

/** New tracks join the catalogue, and who listens plays from the list: how soon do those who would like them hear them? */
export function measureNewTracks({
  replay,
  society,
  listeners,
  joining,
  nowMs,
  days,
  seed,
}: {
  readonly replay: Replay;
  readonly society: Society;
  readonly listeners: number;
  readonly joining: readonly Track[];
  readonly nowMs: number;
  readonly days: number;
  readonly seed: number;
}): NewTracks {
  replay.addTracks(joining);
  const byId = new Map([...society.shelf.all, ...joining.map(heardOf)].map((track) => [track.id, track]));
  const tastes = Array.from({ length: listeners }, (_, index) => society.tasteOf(index));
  const isNew = new Map(joining.map((track) => [track.id, createStory(track.id)]));
  for (const story of isNew.values()) {
    const track = byId.get(story.id)!;
    for (const taste of tastes) if (taste.appealOf(track) >= FAN_FROM) story.fans.add(taste.index);
  }
  const playsOfOld = new Map<TrackId, number>([...society.shelf.all].map(({ id }) => [id, 0]));

  for (let day = 0; day < days; day++) {
    // One after the other by the hour at which they listen.
    const order = tastes
      .map((taste) => ({ taste, atMs: nowMs + day * DAY_MS + fractionOf(`${taste.index}/hour`, seed) * 20 * HOUR_MS }))
      .sort((a, b) => a.atMs - b.atMs);
    for (const { taste, atMs } of order) {
      const mood = taste.moodOf(10_000 + day);
      const listener = listenerIdOf(`simulated-${taste.index}`);
      for (let i = 0; i < PLAYS_A_SESSION; i++) {
        const draw = `${taste.index}/from-list/${day}/${i}`;
        const now = Math.round(atMs + i * TRACK_MS);
        const list = listFor(replay, listener, { nowMs: now, seed }).map((id) => byId.get(id)!);
        const fits = list.map((track) => taste.appealIn(mood, track));
        const place = rowTaken(fits, { draw, seed });
        const track = list[place];
        if (!track) break;
        const act = outcomeOf(track, fits[place]!, { draw, seed });
        replay.learn(simulatedEvent(listener, 1_000_000 + day * PLAYS_A_SESSION + i, now, act));
        isNew.get(track.id)?.play(taste.index, now - nowMs);
        if (playsOfOld.has(track.id)) playsOfOld.set(track.id, playsOfOld.get(track.id)! + 1);
      }
    }
  }

  const stories = [...isNew.values()];
  const plays = stories.map((story) => story.plays.length).sort((a, b) => a - b);
  const allPlays = stories.flatMap((story) => story.plays.map(({ byFan }) => byFan));
  const liked = stories.filter((story) => story.fans.size > 0);
  return {
    tracks: joining.length,
    listeners,
    days,
    fansEach: mean(stories.map((story) => story.fans.size)),
    fewestPlays: plays[0] ?? 0,
    medianPlays: median(plays) ?? 0,
    medianPlaysOfOld: median([...playsOfOld.values()]) ?? 0,
    played: mean(plays.map((count) => (count > 0 ? 1 : 0))),
    fivePlaysOnDayOne: mean(stories.map((story) => (story.plays.filter(({ afterMs }) => afterMs < DAY_MS).length >= 5 ? 1 : 0))),
    playsByFans: mean(allPlays.map(Number)),
    playsByFansByChance: mean(stories.map((story) => story.fans.size / listeners)),
    playsUntilFirstFan: median(liked.map((story) => story.untilFans(1)?.plays ?? Number.POSITIVE_INFINITY)),
    hoursUntilFirstFan: hours(median(liked.map((story) => story.untilFans(1)?.afterMs ?? Number.POSITIVE_INFINITY))),
    hoursUntilFiveFans: hours(
      median(liked.filter((story) => story.fans.size >= 5).map((story) => story.untilFans(5)?.afterMs ?? Number.POSITIVE_INFINITY)),
    ),
    fansReached: mean(liked.map((story) => new Set(story.plays.filter(({ byFan }) => byFan).map(({ by }) => by)).size / story.fans.size)),
  };
}

/** What became of one new track. */
function createStory(id: TrackId) {
  const fans = new Set<number>();
  const plays: { readonly by: number; readonly afterMs: number; readonly byFan: boolean }[] = [];
  return {
    id,
    fans,
    plays,
    play: (by: number, afterMs: number) => void plays.push({ by, afterMs, byFan: fans.has(by) }),
    /** How many plays, and how long, until so many different ones of its fans had heard it. */
    untilFans(count: number): { readonly plays: number; readonly afterMs: number } | null {
      const heard = new Set<number>();
      for (const [i, { by, afterMs, byFan }] of plays.entries()) {
        if (byFan) heard.add(by);
        if (heard.size >= count) return { plays: i + 1, afterMs };
      }
      return null;
    },
  };
}

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
/** Null where the middle one never came. */
function median(values: readonly number[]): number | null {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted[Math.floor((sorted.length - 1) / 2)];
  return middle === undefined || middle === Number.POSITIVE_INFINITY ? null : middle;
}
const hours = (ms: number | null): number | null => (ms === null ? null : ms / HOUR_MS);
