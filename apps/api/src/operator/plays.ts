import type { Origin, PlaysView } from '@segue/core/events';
import { seriesOf } from '@segue/telemetry';
import { ENDS, type End } from '../shadow/outcome-of.ts';

/** What came of plays from lists, of counters that have grown in some time. */
export function playsOf(counters: ReadonlyMap<string, number>, origin: Origin): PlaysView {
  const of = (end: End, rows: 'first' | 'later') =>
    counters.get(seriesOf('segue_list_plays_total', Object.entries({ end, rows, origin }))) ?? 0;
  const ended = (end: End) => of(end, 'first') + of(end, 'later');
  return {
    n: ENDS.reduce((sum, end) => sum + ended(end), 0),
    heardOut: ended('heard-out'),
    skippedSoon: ended('skipped-soon'),
    first: { n: ENDS.reduce((sum, end) => sum + of(end, 'first'), 0), heardOut: of('heard-out', 'first') },
  };
}
