import type { ListenerMoment } from './stream-feature.ts';

/** A pause longer than this begins a new session. */
export const SESSION_GAP_MS = 30 * 60_000;

/** Whether the session of the last event still goes on: what its features say is void after. */
export const isInSession = ({ nowMs, lastMs }: ListenerMoment): boolean => lastMs > 0 && nowMs - lastMs <= SESSION_GAP_MS;
