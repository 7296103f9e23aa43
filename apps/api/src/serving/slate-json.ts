import type { Slate, SlateRow, TrackCard } from '@segue/core/events';

/** Cards are the greater part of a slate and the same in all of them: each is written once. */
const written = new WeakMap<TrackCard, string>();

/** `JSON.stringify(slate)`, byte for byte, in a fraction of the time. */
export function slateJson(slate: Slate): string {
  const { rows, yours } = slate;
  // Members keep their places: the marks are replaced where the lists stood.
  const rest = JSON.stringify({ ...slate, rows: 0, yours: 0 });
  return rest.replace('"rows":0,"yours":0', () => `"rows":${rowsJson(rows)},"yours":${rowsJson(yours)}`);
}

const rowsJson = (rows: readonly SlateRow[]): string => `[${rows.map(rowJson).join(',')}]`;

function rowJson(row: SlateRow): string {
  const { track, ...rest } = row;
  let card = written.get(track);
  if (card === undefined) {
    card = JSON.stringify(track);
    written.set(track, card);
  }
  return `{"track":${card},${JSON.stringify(rest).slice(1)}`;
}
