const LEAST_LISTENS = 500;
const GROWTH = 1.15;

/**
 * The events at which a refit is defined: the first few hundred listens, and then whenever there are 15 % more. A refit is of
 * the prefix of the log up to such an event, so the same log has the same refits, whoever runs them and however long they take.
 */
export function nextRefitAfter(events: number): number {
  let at = LEAST_LISTENS;
  while (at <= events) at = Math.ceil(at * GROWTH);
  return at;
}
