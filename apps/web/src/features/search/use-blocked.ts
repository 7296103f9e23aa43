import { useState } from 'react';
import { useLive } from '../../live/index.ts';
import { type Blocked, type BlockSubject, blockedAfter, blockedOf } from './blocked.ts';

/** What never plays right now: what the server knew when the page was asked for, and what this visit did about it. */
export function useBlocked(known: readonly BlockSubject[]): Blocked {
  const { done } = useLive();
  const [last, setLast] = useState(() => ({ done, blocked: blockedAfter(blockedOf(known), [], done) }));
  if (last.done === done) return last.blocked;
  const blocked = blockedAfter(last.blocked, last.done, done);
  setLast({ done, blocked });
  return blocked;
}
