import type { EventId, Slate } from '@segue/core/events';
import { remembered } from '../../storage/index.ts';
import { isVector } from './sound-map.ts';

/** What stood when this visit began, and the way since. A visit is as long as the tab. */
export interface Visit {
  /** Gestures that had taught something when it began. */
  readonly lessons: number;
  readonly genres: Slate['genres'];
  /** Where the listener stood after each of the last gestures, newest last. */
  readonly trail: readonly Step[];
}

interface Step {
  /** What was heard last then; null before anything was. */
  readonly event: EventId | null;
  readonly vector: readonly number[];
}

/** How many gestures the trail goes back. */
const TRAIL_KEPT = 8;

/** The visit that a slate belongs to: the one that is going on, or a new one. */
export function visitAt(kept: Visit | null, slate: Slate): Visit {
  // Whoever has taught less than when the visit began is somebody else, or was forgotten.
  if (kept && kept.lessons <= slate.lessons) return kept;
  return { lessons: slate.lessons, genres: slate.genres, trail: [] };
}

/** The visit after one more place; until something else is heard, a place takes the place of the one before it. */
export function withStep(visit: Visit, step: Step): Visit {
  if (visit.trail.at(-1)?.vector.join() === step.vector.join()) return visit;
  const before = visit.trail.at(-1)?.event === step.event ? visit.trail.slice(0, -1) : visit.trail;
  return { ...visit, trail: [...before, step].slice(-TRAIL_KEPT) };
}

const isStep = (raw: unknown): boolean =>
  typeof raw === 'object' && raw !== null && 'event' in raw && 'vector' in raw && isVector(raw.vector);

const isGenre = (raw: unknown): boolean =>
  typeof raw === 'object' &&
  raw !== null &&
  'genre' in raw &&
  typeof raw.genre === 'string' &&
  'share' in raw &&
  typeof raw.share === 'number';

function isVisit(raw: unknown): raw is Visit | null {
  if (raw === null) return true;
  if (typeof raw !== 'object') return false;
  const { lessons, genres, trail } = raw as Partial<Record<keyof Visit, unknown>>;
  return typeof lessons === 'number' && Array.isArray(genres) && genres.every(isGenre) && Array.isArray(trail) && trail.every(isStep);
}

/** Outlives a reload and another page of this tab. */
export const rememberedVisit = remembered<Visit | null>('segue-visit', null, isVisit, () => sessionStorage);
