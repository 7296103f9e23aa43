import { z } from 'zod';
import { AFTER, type ColdStartPoint } from './cold-start.ts';
import { connectLiveListener } from './live-listener.ts';
import { outcomeOf, profileActOf } from './play.ts';
import { rowTaken } from './row-taken.ts';
import { createTrueTaste, type Heard } from './taste.ts';

const GenresSchema = z.object({ genres: z.array(z.object({ genre: z.string() })) });

/** Listeners who are there at the same time. */
const SIDE_BY_SIDE = 8;

export interface LiveOptions {
  readonly url: string;
  readonly listeners: number;
  /** Shared out among the listeners. */
  readonly events: number;
  readonly seed: number;
}

export type LivePoint = Omit<ColdStartPoint, 'hitRate'>;

export interface SimulatedLive {
  readonly listeners: number;
  readonly events: number;
  /** Liked share of the list after so many events; every second listener tells country and age band. */
  readonly withDemographics: readonly LivePoint[];
  readonly without: readonly LivePoint[];
  /** From a gesture to a list that reflects it, ms. */
  readonly toListMs: { readonly p50: number; readonly p95: number };
}

/** Made-up listeners come to a running app as guests and play from the list that it pushes to them. */
export async function simulateLive({ url, listeners, events, seed }: LiveOptions): Promise<SimulatedLive> {
  const genres = await genresOf(url);
  const each = Math.ceil(events / listeners);
  const points = [0, 1].map(() => new Map<number, number[]>(AFTER.filter((after) => after <= each).map((after) => [after, []])));
  const tookMs: number[] = [];

  async function listen(index: number): Promise<void> {
    const taste = createTrueTaste({ index, genres, seed });
    const mood = taste.moodOf(0);
    const tells = index % 2 === 0;
    const listener = await connectLiveListener(url);
    try {
      if (tells) await listener.does(profileActOf(taste.profile));
      for (let done = 0; ; done++) {
        const list = listener
          .slate()
          .rows.map(({ track }): Heard => ({ id: track.trackId, artistId: track.artistId, genre: track.genre, energy: track.energy }));
        if (list.length === 0) throw new Error(`${url} has no list to play from: its catalogue is empty`);
        points[tells ? 0 : 1]!.get(done)?.push(list.reduce((sum, track) => sum + taste.appealOf(track), 0) / list.length);
        if (done === each) return;
        const draw = `${index}/live/${done}`;
        const fits = list.map((track) => taste.appealIn(mood, track));
        const place = rowTaken(fits, { draw, seed });
        tookMs.push(await listener.does(outcomeOf(list[place]!, fits[place]!, { draw, seed }), place));
      }
    } finally {
      listener.close();
    }
  }

  const waiting = Array.from({ length: listeners }, (_, index) => index);
  await Promise.all(
    Array.from({ length: Math.min(SIDE_BY_SIDE, listeners) }, async () => {
      for (let index = waiting.shift(); index !== undefined; index = waiting.shift()) await listen(index);
    }),
  );
  tookMs.sort((a, b) => a - b);
  const quantile = (share: number) => tookMs[Math.min(tookMs.length - 1, Math.floor(share * tookMs.length))] ?? 0;
  const meansOf = (of: ReadonlyMap<number, readonly number[]>): LivePoint[] =>
    [...of]
      .filter(([, values]) => values.length > 0)
      .map(([after, values]) => ({ after, liked: values.reduce((sum, value) => sum + value, 0) / values.length }));
  return {
    listeners,
    events: tookMs.length,
    withDemographics: meansOf(points[0]!),
    without: meansOf(points[1]!),
    toListMs: { p50: quantile(0.5), p95: quantile(0.95) },
  };
}

async function genresOf(url: string): Promise<string[]> {
  const answer = await fetch(`${url}/api/genres`).catch((cause) => {
    throw new Error(`${url} does not answer: start the app first, or leave --url out`, { cause });
  });
  if (!answer.ok) throw new Error(`${url}/api/genres answered ${answer.status}`);
  return GenresSchema.parse(await answer.json()).genres.map(({ genre }) => genre);
}
