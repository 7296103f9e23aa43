import { asArtistId, asTrackId } from '@segue/core/events';
import { createReplay, type Track } from '@segue/core/model';
import { demoTracks } from '@segue/demo';
import { type ColdStart, measureColdStart } from './cold-start.ts';
import { measureNewTracks, type NewTracks } from './new-tracks.ts';
import { createSociety, sessionLog } from './session-log.ts';

export interface SimulateOptions {
  readonly listeners: number;
  /** Learnt before anything is measured. */
  readonly events: number;
  readonly tracks: number;
  readonly newcomers: number;
  readonly newTracks: number;
  /** Listened to after the new tracks have joined. */
  readonly days: number;
  readonly seed: number;
}

export interface Simulated {
  readonly coldStart: ColdStart;
  readonly newTracks: NewTracks;
}

/** A fixed Monday: the same options give the same figures. */
export const START_MS = Date.UTC(2026, 0, 5);
/** Of the second catalogue, that new tracks are taken from. */
const OTHER_SEED = 7_919;
const DAY_MS = 86_400_000;

/** Teaches a made-up society's own history, then measures what newcomers are shown and how new tracks fare. */
export function simulate(options: SimulateOptions, say: (sentence: string) => void): Simulated {
  const { listeners, events, tracks: size, newcomers, newTracks, days, seed } = options;
  const tracks = demoTracks({ seed, tracks: size, addedAtMs: START_MS });
  const society = createSociety({ tracks, seed, startMs: START_MS });
  let nowMs = START_MS;
  let count = 0;
  const taught = () => {
    const replay = createReplay({ tracks, seed });
    count = 0;
    for (const event of sessionLog(society, { listeners, events })) {
      replay.learn(event);
      nowMs = event.occurredAtMs + 1;
      count++;
    }
    replay.settle();
    return replay;
  };
  const learnt = taught();
  say(`${count} events of ${listeners} listeners are learnt, over ${Math.ceil((nowMs - START_MS) / DAY_MS)} days.`);
  const joining = joiningTracks(newTracks, seed, nowMs);
  const fresh = measureNewTracks({ replay: learnt, society, listeners, joining, nowMs, days, seed });
  say(`${newTracks} new tracks have had ${days} days.`);
  const coldStart = measureColdStart({ taught, society, first: listeners, newcomers, nowMs, seed });
  return { coldStart, newTracks: fresh };
}

/** By artists whom nobody knows: only what they sound like speaks for them. */
function joiningTracks(count: number, seed: number, addedAtMs: number): Track[] {
  return demoTracks({ seed: seed + OTHER_SEED, tracks: count, addedAtMs }).map((track, i) => ({
    ...track,
    id: asTrackId(`new-${i}`),
    artistId: asArtistId(`new-${track.artistId}`),
  }));
}
