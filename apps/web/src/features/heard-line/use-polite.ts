import type { EventId } from '@segue/core/events';
import { useEffect, useRef, useState } from 'react';

/** A screen reader that is interrupted says nothing whole. */
const AT_MOST_EVERY_MS = 2_000;

interface Polite {
  readonly isNews: boolean;
  /** The gesture that the text answers; null for the words of a state, which are news each time. */
  readonly of: EventId | null;
}

/** A text that changes at most every two seconds; of several that came sooner the last wins. Empty until the first change. */
export function usePolite(text: string, { isNews, of }: Polite): string {
  const [spoken, setSpoken] = useState('');
  const first = useRef(text);
  const spokeAt = useRef(Number.NEGATIVE_INFINITY);
  const answer = useRef<{ readonly of: EventId; readonly text: string } | null>(null);
  useEffect(() => {
    // What came with the page is there to be read; only news are announced.
    if (text === first.current || !isNews) return;
    first.current = '';
    // Once a state is over, what was answered before it stands there again, and was read aloud.
    if (of !== null && of === answer.current?.of && text === answer.current.text) return setSpoken('');
    const timer = setTimeout(
      () => {
        spokeAt.current = performance.now();
        if (of !== null) answer.current = { of, text };
        setSpoken(text);
      },
      Math.max(0, spokeAt.current + AT_MOST_EVERY_MS - performance.now()),
    );
    return () => clearTimeout(timer);
  }, [text, isNews, of]);
  return spoken;
}
