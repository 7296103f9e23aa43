import { useEffect, useState } from 'react';

/** Whether what the selector finds is scrolled away, or not on the page at all. */
export function useOutOfView(selector: string): boolean {
  const [away, setAway] = useState(false);
  useEffect(() => {
    const observer = new IntersectionObserver(([entry]) => setAway(entry?.isIntersecting === false));
    let found: Element | null | undefined;
    const look = () => {
      const element = document.querySelector(selector);
      if (element === found) return;
      found = element;
      observer.disconnect();
      if (element) observer.observe(element);
      else setAway(true);
    };
    look();
    // Another route has another element, or none; and on the same route it may come with the list, later.
    const changes = new MutationObserver(look);
    changes.observe(document.body, { childList: true, subtree: true });
    return () => {
      changes.disconnect();
      observer.disconnect();
    };
  }, [selector]);
  return away;
}
