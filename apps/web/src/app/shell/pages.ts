import { WAYS } from './ways.ts';

/** What a page of ours is called: as the ways to it are, and what stands behind one of those as that one is. */
export const pageName = (path: string): string | undefined =>
  WAYS.find(({ href }) => path === href || (href !== '/' && path.startsWith(`${href}/`)))?.name;

/**
 * The page that a press of the mouse, a finger or Enter is about to open in this window; null where it opens none, or
 * another window. What is no page (a sound, a file) is the browser's own to open.
 */
export function pageOpenedBy({ defaultPrevented, button, metaKey, ctrlKey, shiftKey, altKey, target }: MouseEvent): string | null {
  const link = (target as Element).closest<HTMLAnchorElement>('a[href]');
  if (!link || defaultPrevented || button || metaKey || ctrlKey || shiftKey || altKey || link.origin !== location.origin) return null;
  return link.search === '' && link.hash === '' && pageName(link.pathname) ? link.pathname : null;
}
