import { useEffect, useRef, useState } from 'react';

/** A screen reader that is interrupted says nothing whole. */
const AT_MOST_EVERY_MS = 2_000;

/** A text that changes at most every two seconds; of several that came sooner the last wins. Empty until the first change. */
export function usePolite(text: string, { isNews }: { readonly isNews: boolean }): string {
  const [spoken, setSpoken] = useState('');
  const first = useRef(text);
  const spokeAt = useRef(Number.NEGATIVE_INFINITY);
  useEffect(() => {
    // What came with the page is there to be read; only news are announced.
    if (text === first.current || !isNews) return;
    first.current = '';
    const timer = setTimeout(
      () => {
        spokeAt.current = performance.now();
        setSpoken(text);
      },
      Math.max(0, spokeAt.current + AT_MOST_EVERY_MS - performance.now()),
    );
    return () => clearTimeout(timer);
  }, [text, isNews]);
  return spoken;
}
