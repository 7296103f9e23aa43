import type { ListenEvent } from '@segue/core/events';
import { fractionOf, hashOf, type Track } from '@segue/core/model';
import { heardOf, listenerIdOf, outcomeOf, profileActOf, simulatedEvent } from './play.ts';
import { createTrueTaste, type Heard, type Mood, qualityOf, type TrueTaste } from './taste.ts';

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
const SESSION_A_DAY = 0.8;
const MOST_TRACKS = 18;
const FEWEST_TRACKS = 5;
/** From a track to another by the same artist. */
const SAME_ARTIST = 0.25;
/** Looked at before one is chosen. */
const LOOKED_AT = 4;
const BETWEEN_TRACKS_MS = 3_000;

/** A play of a sitting: who, when it ended, and how. */
export interface Play {
  readonly listener: number;
  readonly atMs: number;
  readonly act: ReturnType<typeof outcomeOf>;
}

/** Made-up listeners on a catalogue, who choose for themselves. */
export interface Society {
  readonly shelf: Shelf;
  tasteOf(listener: number): TrueTaste;
  /** The plays of a listener's day, in order; empty where they do not listen that day. */
  dayOf(taste: TrueTaste, day: number): Play[];
}

/** @param startMs when day 0 begins, ms since 1970 */
export function createSociety({
  tracks,
  seed,
  startMs,
}: {
  readonly tracks: readonly Track[];
  readonly seed: number;
  readonly startMs: number;
}): Society {
  const shelf = createShelf(tracks, seed);
  return {
    shelf,
    tasteOf: (index) => createTrueTaste({ index, genres: shelf.genres, seed }),
    dayOf: (taste, day) => sessionOf(taste, day, shelf, startMs, seed),
  };
}

/**
 * A log of the first `listeners` of a society: about a sitting a day at an hour of their own, in a mood that is the
 * sitting's, each track chosen among some that they look at by how it fits. In the order of time; at least so many events,
 * in whole days.
 */
export function* sessionLog(
  society: Society,
  { listeners, events }: { readonly listeners: number; readonly events: number },
): Generator<ListenEvent> {
  const numbers = new Map<number, number>();
  const tastes = Array.from({ length: listeners }, (_, index) => society.tasteOf(index));
  for (let day = 0, told = 0; told < events; day++) {
    const today = tastes.flatMap((taste) => society.dayOf(taste, day)).sort((a, b) => a.atMs - b.atMs || a.listener - b.listener);
    for (const { listener, atMs, act } of today) {
      const id = listenerIdOf(`simulated-${listener}`);
      if (!numbers.has(listener)) {
        numbers.set(listener, 1);
        yield simulatedEvent(id, 1, atMs - 1, profileActOf(tastes[listener]!.profile));
      }
      const number = numbers.get(listener)! + 1;
      numbers.set(listener, number);
      yield simulatedEvent(id, number, atMs, act);
      told++;
    }
  }
}

function sessionOf(taste: TrueTaste, day: number, shelf: Shelf, startMs: number, seed: number): Play[] {
  const draw = (what: string) => fractionOf(`${taste.index}/${day}/${what}`, seed);
  if (draw('listens') > SESSION_A_DAY) return [];
  const mood = taste.moodOf(day);
  const hour = 7 + 15 * fractionOf(`${taste.index}/hour`, seed) + 2 * (draw('late') - 0.5);
  let atMs = Math.round(startMs + day * DAY_MS + hour * HOUR_MS);
  const count = FEWEST_TRACKS + Math.floor(draw('length') * (MOST_TRACKS - FEWEST_TRACKS));
  const plays: Play[] = [];
  const had = new Set<Heard>();
  let last: Heard | null = null;
  for (let i = 0; i < count; i++) {
    const track: Heard | null = shelf.choose(taste, mood, last, `${taste.index}/${day}/${i}`, had);
    if (!track) break;
    had.add(track);
    const act = outcomeOf(track, taste.appealIn(mood, track), { draw: `${taste.index}/${day}/${i}`, seed });
    atMs += BETWEEN_TRACKS_MS + Math.round(act.heardFraction * shelf.durationMsOf(track));
    plays.push({ listener: taste.index, atMs, act });
    if (act.type === 'complete') last = track;
  }
  return plays;
}

export interface Shelf {
  readonly all: readonly Heard[];
  readonly genres: readonly string[];
  durationMsOf(track: Heard): number;
  /** The one that fits best of some that are looked at; null where nothing new was among them. */
  choose(taste: TrueTaste, mood: Mood, last: Heard | null, draw: string, had: ReadonlySet<Heard>): Heard | null;
}

function createShelf(tracks: readonly Track[], seed: number): Shelf {
  const all = tracks.map(heardOf);
  const durations = new Map(tracks.map((track, i) => [all[i], track.durationSeconds * 1_000]));
  // Better ones stand in front: the front is looked at more.
  const ranked = (group: readonly Heard[]) => group.toSorted((a, b) => qualityOf(b, seed) - qualityOf(a, seed));
  const byGenre = new Map([...groupedBy(all, (track) => track.genre)].map(([genre, group]) => [genre, ranked(group)]));
  const byArtist = groupedBy(all, (track) => track.artistId);
  const pick = (from: readonly Heard[], share: number) => from[Math.floor(share ** 1.3 * from.length)];
  return {
    all,
    genres: [...byGenre.keys()].toSorted(),
    durationMsOf: (track) => durations.get(track) ?? 0,
    choose(taste, mood, last, draw, had) {
      let best: Heard | null = null;
      let most = -1;
      for (let look = 0; look < LOOKED_AT; look++) {
        const share = hashOf(`${draw}/${look}`, seed) / 0x1_0000_0000;
        const artist = last && fractionOf(`${draw}/${look}/artist`, seed) < SAME_ARTIST ? byArtist.get(last.artistId) : undefined;
        const genre = look % 3 === 2 ? taste.genres[look % taste.genres.length] : mood.genre;
        const track = pick(artist ?? byGenre.get(genre ?? '') ?? all, share);
        if (!track || had.has(track)) continue;
        const appeal = taste.appealIn(mood, track);
        if (appeal > most) {
          most = appeal;
          best = track;
        }
      }
      return best;
    },
  };
}

function groupedBy<T, K>(items: readonly T[], keyOf: (item: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group) group.push(item);
    else groups.set(keyOf(item), [item]);
  }
  return groups;
}
