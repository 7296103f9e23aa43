import type { TrackId } from '@segue/core/events';

/** React's key of each row, by track. */
export type RowKeys = ReadonlyMap<TrackId, string>;

/**
 * Keys under which React leaves the focused row's node where it is. React moves a node when one that stood after it now
 * stands before it, and a moved node loses its focus. A row that crosses from below the focused one to above it gets a
 * new key: it is made anew instead, and the others move round the one that has the focus.
 */
export function rowKeys(keys: RowKeys, before: readonly TrackId[], after: readonly TrackId[], focused: TrackId | null): RowKeys {
  const oldPlace = new Map(before.map((id, place) => [id, place]));
  const from = focused === null ? undefined : oldPlace.get(focused);
  const to = focused === null ? -1 : after.indexOf(focused);
  return new Map(
    after.map((id, place) => {
      const key = keys.get(id) ?? id;
      const crosses = from !== undefined && to >= 0 && place < to && (oldPlace.get(id) ?? -1) > from;
      return [id, crosses ? nextKey(key) : key];
    }),
  );
}

/** `t1`, `t1 1`, `t1 2`: an id holds no space. */
function nextKey(key: string): string {
  const [id, times] = key.split(' ');
  return `${id} ${Number(times ?? 0) + 1}`;
}
