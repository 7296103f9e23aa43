import type { EventId, Heard } from '@segue/core/events';

/** What no hand did: a track that played or ended by itself. */
const PLAYED: ReadonlySet<string> = new Set(['play', 'complete']);

/** What the listener did by hand; null for what merely played. */
export const byHand = (heard: Heard | null): Heard | null => (heard && !PLAYED.has(heard.type) ? heard : null);

/** The gestures that a sentence speaks of, oldest first. */
export const gesturesOf = ({ event, sum }: Heard): readonly EventId[] => sum?.events ?? [event];
