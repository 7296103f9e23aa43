import { stopRemembering } from './remembered.ts';

/**
 * Calls back when another tab has emptied what this browser keeps: from then on this one keeps nothing either, and what is
 * its own alone goes too. Returns the undo.
 */
export function onForgotten(listener: () => void): () => void {
  // An emptied store is told without a key, and to every tab but the one that emptied it.
  const heard = ({ key }: StorageEvent) => {
    if (key !== null) return;
    stopRemembering();
    sessionStorage.clear();
    listener();
  };
  addEventListener('storage', heard);
  return () => removeEventListener('storage', heard);
}
