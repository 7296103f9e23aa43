import type { TrackId } from '@segue/core/events';
import { useEffect, useState } from 'react';

/** By then a list that answers has come, and one that does not is no longer waited for. */
const PATIENCE_MS = 120;

/**
 * The tracks that the list leaves out because the player has them. While the list that a gesture causes is on its way they leave it
 * together with that list: one new order, and one drawing of it, where there would be two within a blink.
 *
 * @param isComing a gesture of this page was sent over a live connection, and no list has answered it yet.
 */
export function useSetAside(setAside: readonly TrackId[], isComing: boolean): readonly TrackId[] {
  const [shown, setShown] = useState(setAside);
  const [isLate, setLate] = useState(false);
  const isSame = shown.length === setAside.length && shown.every((id, at) => id === setAside[at]);
  const wants = isComing && !isSame;
  useEffect(() => {
    if (!wants) return;
    const timer = setTimeout(() => setLate(true), PATIENCE_MS);
    return () => {
      clearTimeout(timer);
      setLate(false);
    };
  }, [wants]);
  if (wants && !isLate) return shown;
  if (!isSame) setShown(setAside);
  return setAside;
}
