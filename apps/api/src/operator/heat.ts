import { type ListenEvent, partitionOf, type TrackId } from '@segue/core/events';
import { trackOf } from '@segue/core/model';
import type { Heat } from '@segue/following';

/** What is hot is counted in halves of this: the last one to two of them. */
const TURN_MS = 30_000;
const MOST_TRACKS = 5_000;
const MOST_LISTENERS = 20_000;
const SHOWN_TRACKS = 12;
/** So many listeners are enough to name a track; more are not remembered. */
const ENOUGH = 5;

interface Turn {
  readonly tracks: Map<TrackId, { gestures: number; readonly listeners: Set<string>; simulated: boolean }>;
  readonly listeners: Map<string, { gestures: number; readonly partition: number }>;
  readonly partitions: Map<number, number>;
}
const newTurn = (): Turn => ({ tracks: new Map(), listeners: new Map(), partitions: new Map() });

/**
 * Which tracks, partitions and listeners the gestures of the last minute were about. Impressions and probes do not count.
 * Bounded: past so many tracks or listeners within half a minute, new ones are left out. No listener leaves this file.
 */
export function createHeat({ partitions, nowMs }: { readonly partitions: () => number; readonly nowMs: () => number }) {
  let [last, current] = [newTurn(), newTurn()];
  let turnedAtMs = nowMs();

  function turn(): void {
    const passed = nowMs() - turnedAtMs;
    if (passed >= 0 && passed < TURN_MS) return;
    // What is of long ago, or of before the clock was set back, is not of the last minute.
    last = passed >= 0 && passed < TURN_MS * 2 ? current : newTurn();
    current = newTurn();
    turnedAtMs = nowMs();
  }

  return {
    note({ act, listenerId, origin }: ListenEvent): void {
      if (act.type === 'impression' || origin === 'probe') return;
      turn();
      const partition = partitionOf(listenerId, partitions());
      current.partitions.set(partition, (current.partitions.get(partition) ?? 0) + 1);
      const who = current.listeners.get(listenerId);
      if (who) who.gestures++;
      else if (current.listeners.size < MOST_LISTENERS) current.listeners.set(listenerId, { gestures: 1, partition });
      const id = trackOf(act);
      if (!id) return;
      const track = current.tracks.get(id);
      if (track) {
        track.gestures++;
        track.simulated &&= origin === 'simulated';
        if (track.listeners.size < ENOUGH) track.listeners.add(listenerId);
      } else if (current.tracks.size < MOST_TRACKS)
        current.tracks.set(id, { gestures: 1, listeners: new Set([listenerId]), simulated: origin === 'simulated' });
    },

    now(): Heat {
      turn();
      const tracks = new Map<string, { gestures: number; listeners: Set<string>; simulated: boolean }>();
      const partitionsOf: Record<string, number> = {};
      const listeners = new Map<string, { gestures: number; partition: number }>();
      for (const one of [last, current]) {
        for (const [id, { gestures, listeners: of, simulated }] of one.tracks) {
          const sum = tracks.get(id) ?? { gestures: 0, listeners: new Set(), simulated: true };
          tracks.set(id, {
            gestures: sum.gestures + gestures,
            listeners: new Set([...sum.listeners, ...of]),
            simulated: sum.simulated && simulated,
          });
        }
        for (const [partition, gestures] of one.partitions) partitionsOf[partition] = (partitionsOf[partition] ?? 0) + gestures;
        for (const [id, { gestures, partition }] of one.listeners)
          listeners.set(id, { gestures: (listeners.get(id)?.gestures ?? 0) + gestures, partition });
      }
      const hottest = [...tracks].sort(([, a], [, b]) => b.gestures - a.gestures).slice(0, SHOWN_TRACKS);
      const busiest = [...listeners.values()].sort((a, b) => b.gestures - a.gestures)[0];
      return {
        tracks: hottest.map(([track, { gestures, listeners: of, simulated }]) => ({
          track,
          gestures,
          listeners: Math.min(ENOUGH, of.size),
          simulated,
        })),
        partitions: partitionsOf,
        listener: busiest ? { partition: busiest.partition, gestures: busiest.gestures } : null,
      };
    },
  };
}
