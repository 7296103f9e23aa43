import { usePathname } from 'next/navigation';
import { useEffect, useState } from 'react';

/** Whether what the selector finds on this route is scrolled away, or not on this route at all. */
export function useOutOfView(selector: string): boolean {
  const path = usePathname();
  const [away, setAway] = useState(false);
  // Another route has another element, or none.
  useEffect(() => {
    const element = document.querySelector(selector);
    if (!element) {
      setAway(true);
      return;
    }
    const observer = new IntersectionObserver(([entry]) => setAway(entry?.isIntersecting === false));
    observer.observe(element);
    return () => observer.disconnect();
  }, [selector, path]);
  return away;
}
