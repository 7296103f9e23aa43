const LEAST_LISTENS = 500;
const GROWTH = 1.04;
/** While a log grows, little would be fitted to what is about to change; what has come to rest is all that there is. */
const LEAST_AT_REST = 50;
/** A log that has come to rest is fitted whole if it has grown by this much: a fit is megabytes that everybody reads. */
const SETTLE_GROWTH = 1.01;

/**
 * The events at which a refit is defined: the first few hundred listens, and then whenever there are 4 % more. A refit is of
 * the prefix of the log up to such an event, so the same log has the same refits, whoever runs them and however long they take.
 */
export function nextRefitAfter(events: number): number {
  let at = LEAST_LISTENS;
  while (at <= events) at = Math.ceil(at * GROWTH);
  return at;
}

/**
 * Whether a log that has come to rest with so many listens is worth a refit of all of it.
 *
 * @param stated listens of the newest refit that was due.
 */
export const isWorthSettling = (events: number, stated: number): boolean => events >= LEAST_AT_REST && events >= stated * SETTLE_GROWTH;
