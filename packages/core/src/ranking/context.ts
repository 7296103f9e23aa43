import type { TrackId } from '../events/index.ts';
import { companionsOf, neighboursOfEnjoyed, RowScores, Scratch, type SignalContext, type Spread, seedsOf } from '../features/index.ts';
import { type ListenerState, type ModelView, type Vector, zeroVector } from '../model/index.ts';
import { SESSION_GAP_MS } from '../stream/index.ts';
import type { Trending } from './trending.ts';

/** After so many lessons half of a listener's place is their own, half still the mean of their like. */
const HALF_KNOWN = 4;
/** After a session is over, what its last tracks say halves in so long. */
const PRESENCE_HALF_LIFE_MS = 2 * 60 * 60_000;

/** What every signal of one slate is worked out from. */
export function contextOf({
  model,
  listener,
  fatigue,
  wallMs,
  trending: {
    rows: [top],
  },
}: {
  readonly model: ModelView;
  readonly listener: ListenerState;
  readonly fatigue: ReadonlyMap<TrackId, number>;
  /** When the list is asked for, by the server's clock. */
  readonly wallMs: number;
  readonly trending: Pick<Trending, 'rows'>;
}): SignalContext {
  const presence = presenceOf(listener, wallMs);
  const had = hadBy(listener, model);
  const seeds = seedsOf(model, listener);
  const lasting = neighboursOfEnjoyed(model, listener, presence);
  return {
    model,
    listener,
    place: placeOf(listener, model),
    confidence: listener.lessons / (listener.lessons + HALF_KNOWN),
    // The time of the last event, not the wall's: a slate is a function of what was said, so an undo brings it back.
    nowMs: listener.windows.lastMs || wallMs,
    mostListens: Math.max(1, top === undefined ? 0 : model.popularityAt(top)),
    presence,
    seeds,
    together: spreadOf(companionsOf(seeds, model), had),
    lasting: { byWeight: spreadOf(lasting.byWeight, had), byCosine: spreadOf(lasting.byCosine, had), along: lasting.along },
    fatigue,
  };
}

function presenceOf({ windows: { lastMs } }: ListenerState, askedMs: number): number {
  if (lastMs === 0) return 0;
  return 2 ** (-Math.max(0, askedMs - lastMs - SESSION_GAP_MS) / PRESENCE_HALF_LIFE_MS);
}

const scratch = new Scratch();

/** Rows that the listener has enjoyed or heard lately: they would set the scale of what is new to them. */
function hadBy({ enjoyed, recent }: ListenerState, model: ModelView): RowScores {
  const had = new RowScores(scratch, model.size);
  const add = (row: number | undefined) => {
    if (row !== undefined) had.add(row, 1);
  };
  for (const hash of enjoyed.hashes()) add(model.rowOfHash(hash));
  for (const { trackId } of recent) add(model.rowOf(trackId));
  return had;
}

function spreadOf(scores: RowScores, had: RowScores): Spread {
  return { scores, most: scores.largestBeside(had) };
}

/** Where a listener stands among the vectors: their own factors, leaning on the mean of their like while they are new. */
export function placeOf(listener: ListenerState, model: ModelView): Vector {
  const prior = model.priorOf(listener.profile) ?? zeroVector();
  const own = listener.lessons / (listener.lessons + HALF_KNOWN);
  for (let i = 0; i < prior.length; i++) prior[i] = prior[i]! * (1 - own) + listener.factors[i]! * own;
  return prior;
}
