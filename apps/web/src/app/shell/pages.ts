/** The pages that a link of ours may lead to, as people call them. */
const PAGES: Readonly<Record<string, string>> = {
  '/': 'Listen',
  '/search': 'Search',
  '/history': 'History',
  '/taste': 'Taste',
  '/dashboard': 'Live',
  '/settings': 'Settings',
  '/settings/held': 'What Segue holds on you',
};

/** What the page at this path is called; undefined where there is none. */
export const pageName = (path: string): string | undefined => (Object.hasOwn(PAGES, path) ? PAGES[path] : undefined);

/**
 * The page that a press of the mouse, a finger or Enter is about to open in this window; null where it opens none, or
 * another window. What is no page (a sound, a file) is the browser's own to open.
 */
export function pageOpenedBy({ defaultPrevented, button, metaKey, ctrlKey, shiftKey, altKey, target }: MouseEvent): string | null {
  if (defaultPrevented || button !== 0 || metaKey || ctrlKey || shiftKey || altKey || !(target instanceof Element)) return null;
  const link = target.closest<HTMLAnchorElement>('a[href]');
  if (link?.target !== '' || link.hasAttribute('download')) return null;
  const { origin, pathname, search } = new URL(link.href, location.href);
  return origin === location.origin && search === '' && link.hash === '' && pageName(pathname) !== undefined ? pathname : null;
}
