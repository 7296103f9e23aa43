import type { Surroundings } from './surroundings.ts';

/** Tries to be the one tab that sends; the lease stands in where the browser has no Web Locks. */
export interface Leadership {
  /** Takes the place from a tab that does not answer any more. */
  steal(): void;
  /** Gives the place to whoever waits for it, and queues up again. */
  handOver(): void;
  release(): void;
}

export interface LeadershipOptions {
  readonly name: string;
  readonly locks: Surroundings['locks'];
  /** Without Web Locks: true if the lease is this tab's for the next `forMs`; 0 gives it back. */
  lease(forMs: number): Promise<boolean>;
  onChange(leads: boolean): void;
}

const LEASE_MS = 4_000;

export function seekLeadership(options: LeadershipOptions): Leadership {
  if (!options.locks) return byLease(options);
  let current = byLock(options, options.locks, () => {
    current = byLease(options);
  });
  return {
    steal: () => current.steal(),
    handOver: () => current.handOver(),
    release: () => current.release(),
  };
}

/** `onDenied`: the browser has Web Locks and gives none here (a sandboxed frame). */
function byLock({ name, onChange }: LeadershipOptions, locks: NonNullable<Surroundings['locks']>, onDenied: () => void): Leadership {
  let released = false;
  // The lock is held for as long as this promise is open; a tab that dies lets go of it by dying.
  let letGo: (() => void) | null = null;
  let waiting: AbortController | null = null;

  const request = (steal: boolean): void => {
    if (released) return;
    const abort = new AbortController();
    waiting = abort;
    const held = (): Promise<void> => {
      waiting = null;
      if (released) return Promise.resolve();
      return new Promise((resolve) => {
        letGo = resolve;
        onChange(true);
      });
    };
    const options: LockOptions = steal ? { steal: true } : { signal: abort.signal };
    locks.request(name, options, held).then(
      () => ended(abort),
      (error: unknown) => {
        if (released || (error instanceof Error && error.name === 'AbortError')) return ended(abort);
        onDenied();
      },
    );
  };
  /** The lock was handed over or stolen, or the wait for it was called off. */
  const ended = (abort: AbortController): void => {
    const led = letGo !== null;
    letGo = null;
    if (led) onChange(false);
    if (!abort.signal.aborted) request(false);
  };

  request(false);
  return {
    steal() {
      if (letGo || released) return;
      waiting?.abort();
      request(true);
    },
    handOver() {
      letGo?.();
    },
    release() {
      released = true;
      waiting?.abort();
      letGo?.();
    },
  };
}

function byLease({ lease, onChange }: LeadershipOptions): Leadership {
  let leads = false;
  let released = false;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const round = async (): Promise<void> => {
    const mine = await lease(LEASE_MS).catch(() => false);
    if (released) return;
    set(mine);
    timer = setTimeout(round, LEASE_MS / 4);
  };
  const set = (next: boolean): void => {
    if (next === leads) return;
    leads = next;
    onChange(leads);
  };
  void round();
  return {
    // A lease ends by itself.
    steal: () => {},
    handOver: () => {},
    release() {
      released = true;
      clearTimeout(timer);
      if (leads) void lease(0).catch(() => false);
      set(false);
    },
  };
}
