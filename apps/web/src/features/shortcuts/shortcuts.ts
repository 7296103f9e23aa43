import { remembered } from '../../storage/index.ts';

/** What a key does; the page says how. */
export interface ShortcutActions {
  readonly toggle: () => void;
  readonly skip: (atMs: number) => void;
  readonly previous: () => void;
  /** Seconds ahead, or back where negative. */
  readonly seekBy: (seconds: number) => void;
  readonly like: (atMs: number) => void;
  readonly hold: () => void;
  readonly search: () => void;
  readonly undo: (atMs: number) => void;
  readonly redo: (atMs: number) => void;
  readonly help: () => void;
}

const SEEK_SECONDS = 5;

/** What a key means; undefined for one that means nothing here. `ctrl` is Ctrl, or Cmd on a Mac. */
export function actionOf(
  { key, ctrlKey, metaKey, altKey, shiftKey, timeStamp }: KeyboardEvent,
  on: ShortcutActions,
): (() => void) | undefined {
  if (altKey) return undefined;
  const lower = key.toLowerCase();
  if (ctrlKey || metaKey) {
    if (lower === 'z') return () => (shiftKey ? on.redo : on.undo)(timeStamp);
    return lower === 'y' && !metaKey ? () => on.redo(timeStamp) : undefined;
  }
  const byKey: Readonly<Record<string, () => void>> = {
    ' ': on.toggle,
    n: () => on.skip(timeStamp),
    p: on.previous,
    arrowleft: () => on.seekBy(-SEEK_SECONDS),
    arrowright: () => on.seekBy(SEEK_SECONDS),
    l: () => on.like(timeStamp),
    h: on.hold,
    '/': on.search,
    '?': on.help,
  };
  return byKey[lower];
}

/** Whether this browser's listener wants keys at all. */
export const rememberedShortcuts = remembered<boolean>('segue-shortcuts', true, (raw): raw is boolean => typeof raw === 'boolean');
