import { stopRemembering } from './remembered.ts';

const WITHIN_MS = 2_000;

/** Empties what this browser keeps for this site. What it does not let us touch it does not let us keep either. */
export async function forgetBrowserStore(): Promise<void> {
  stopRemembering();
  for (const storage of [() => localStorage, () => sessionStorage]) {
    try {
      storage().clear();
    } catch {
      // Forbidden: then nothing was ever written.
    }
  }
  const databases = await indexedDB.databases().catch(() => []);
  // The outbox closes when its database is to go; a tab that does not must not hold up the rest.
  await Promise.all(databases.flatMap(({ name }) => (name === undefined ? [] : [gone(name)])));
}

function gone(name: string): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, WITHIN_MS);
    const request = indexedDB.deleteDatabase(name);
    request.onsuccess = () => resolve();
    request.onerror = () => resolve();
  });
}
