import { databaseOf } from '@segue/sdk';
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
  // The outbox closes when its database is to go; a tab that does not must not hold up the rest.
  await Promise.all((await databases()).map(gone));
}

async function databases(): Promise<readonly string[]> {
  try {
    return (await indexedDB.databases()).flatMap(({ name }) => name ?? []);
  } catch {
    // A browser that does not list them.
    return [databaseOf(location.origin)];
  }
}

function gone(name: string): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, WITHIN_MS);
    try {
      const request = indexedDB.deleteDatabase(name);
      request.onsuccess = () => resolve();
      request.onerror = () => resolve();
    } catch {
      // Forbidden, as above.
      resolve();
    }
  });
}
