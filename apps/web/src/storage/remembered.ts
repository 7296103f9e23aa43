/** A setting that outlives the visit where the browser lets it, and this page where it does not. */
export interface Remembered<T> {
  read(): T;
  write(value: T): void;
}

let forgotten = false;

/** From here on this page writes nothing more: the listener asked to be forgotten, and leaving the page writes too. */
export function stopRemembering(): void {
  forgotten = true;
}

/** Storage can be full, forbidden, or hold what an older version wrote: each is the same as empty. */
export function remembered<T>(
  key: string,
  fallback: T,
  isValid: (raw: unknown) => raw is T,
  storage: () => Pick<Storage, 'getItem' | 'setItem'> = () => localStorage,
): Remembered<T> {
  let held: T | undefined;
  return {
    read() {
      if (held !== undefined) return held;
      try {
        const raw: unknown = JSON.parse(storage().getItem(key) ?? 'null');
        held = isValid(raw) ? raw : fallback;
      } catch {
        held = fallback;
      }
      return held;
    },
    write(value) {
      held = value;
      if (forgotten) return;
      try {
        storage().setItem(key, JSON.stringify(value));
      } catch {
        // Held for this page; nothing that the listener needs is lost.
      }
    },
  };
}
