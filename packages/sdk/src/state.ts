import type { Act, EventId, Slate } from '@segue/core/events';
import type { ClockOffset } from './clock.ts';
import type { Dropped } from './outbox/disk.ts';

/** A gesture that the server turned away for good. */
export interface Refused {
  /** The id that `gesture` gave. */
  readonly event: EventId;
  readonly act: Act;
  readonly code: string;
  readonly field?: string;
  readonly message: string;
}

/** Everything a page may show; replaced as a whole when anything in it changes. */
export interface SegueState {
  /** `catching-up`: connected, and still fetching the list or sending what waited. */
  readonly connection: 'connecting' | 'live' | 'catching-up' | 'offline';
  /** Gestures of all tabs that the server has not answered yet. */
  readonly waiting: number;
  /** The newest list with everything that the listener said laid over it; null before the first. */
  readonly slate: Slate | null;
  /** This page's gestures that `slate` has not heard yet, oldest first; those that never change a list are not among them. */
  readonly unheard: readonly EventId[];
  /** The last 100, oldest first; `refusedCount` counts all. */
  readonly refused: readonly Refused[];
  readonly refusedCount: number;
  /** Gestures given up because 5,000 were waiting, counted since this browser's outbox was made. */
  readonly dropped: Dropped;
  /** Server's clock less this one, ms; `errorMs` is Infinity until it was measured. */
  readonly clock: ClockOffset;
  /** Parts that are down right now; `outbox` when this browser keeps nothing and waiting gestures end with the page. */
  readonly degraded: readonly string[];
  /** How far a simulated history is being taught, 0..1, or null. */
  readonly teaching: number | null;
}
