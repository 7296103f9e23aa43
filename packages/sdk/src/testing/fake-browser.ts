import type { Change, Channel, Surroundings } from '../surroundings.ts';

/** One browser profile: the locks and channels that its tabs share. A tab can be killed, and lets go by that alone. */
export class FakeProfile {
  readonly #queues = new Map<string, Request[]>();
  readonly #channels = new Map<string, Set<FakeChannel>>();

  tab({ locks = true }: { readonly locks?: boolean } = {}): FakeTab {
    return new FakeTab(this, locks);
  }

  request(name: string, request: Request): void {
    const queue = this.#queues.get(name) ?? [];
    this.#queues.set(name, queue);
    if (request.steal && queue[0]) {
      const robbed = queue.shift() as Request;
      robbed.fail(new DOMException('stolen', 'AbortError'));
    }
    if (request.steal) queue.unshift(request);
    else queue.push(request);
    if (queue[0] === request) this.#grant(name, request);
  }

  remove(name: string, request: Request): void {
    const queue = this.#queues.get(name) ?? [];
    const at = queue.indexOf(request);
    if (at < 0) return;
    queue.splice(at, 1);
    const next = queue[0];
    if (at === 0 && next) this.#grant(name, next);
  }

  #grant(name: string, request: Request): void {
    request.run(() => this.remove(name, request));
  }

  release(tab: FakeTab): void {
    for (const [name, queue] of this.#queues) for (const request of [...queue]) if (request.tab === tab) this.remove(name, request);
    this.mute(tab);
  }

  mute(tab: FakeTab): void {
    for (const channels of this.#channels.values()) for (const channel of [...channels]) if (channel.tab === tab) channels.delete(channel);
  }

  open(name: string, tab: FakeTab): Channel {
    const channels = this.#channels.get(name) ?? new Set();
    this.#channels.set(name, channels);
    const channel: FakeChannel = { tab, listener: null };
    channels.add(channel);
    return {
      post: (message) => {
        // Copied and later, as a browser does it.
        const copy: unknown = structuredClone(message);
        for (const other of channels)
          if (other !== channel) queueMicrotask(() => channels.has(other) && !other.tab.deaf && other.listener?.(copy));
      },
      onMessage: (listener) => {
        channel.listener = listener;
      },
      close: () => void channels.delete(channel),
    };
  }
}

interface FakeChannel {
  readonly tab: FakeTab;
  listener: ((message: unknown) => void) | null;
}

interface Request {
  readonly tab: FakeTab;
  readonly steal: boolean;
  run(done: () => void): void;
  fail(error: unknown): void;
}

export class FakeTab implements Surroundings {
  locks: Surroundings['locks'];
  fetch: typeof fetch | null = null;
  readonly #profile: FakeProfile;
  #listener: ((change: Change) => void) | null = null;
  #visible = true;
  dead = false;
  /** What other tabs say is lost on the way: as for a page in the back-forward cache. */
  deaf = false;

  constructor(profile: FakeProfile, locks: boolean) {
    this.#profile = profile;
    this.locks = locks ? { request: this.#request as LockManager['request'] } : null;
  }

  openChannel(name: string): Channel {
    return this.#profile.open(name, this);
  }

  visible(): boolean {
    return this.#visible;
  }

  onChange(listener: (change: Change) => void): () => void {
    this.#listener = listener;
    return () => {
      this.#listener = null;
    };
  }

  tell(change: Change): void {
    if (change === 'shown' || change === 'hidden') this.#visible = change === 'shown';
    this.#listener?.(change);
  }

  /** Keeps its locks, hears and says nothing: a tab that the browser put to sleep. */
  freeze(): void {
    this.#profile.mute(this);
  }

  /** Crashes: locks are let go, nothing is heard or said any more. */
  kill(): void {
    this.dead = true;
    this.#listener = null;
    this.#profile.release(this);
  }

  readonly #request = (name: string, options: LockOptions, callback: () => Promise<unknown>): Promise<unknown> =>
    new Promise((resolve, reject) => {
      if (this.dead) return;
      const request: Request = {
        tab: this,
        steal: options.steal ?? false,
        run: (done) =>
          queueMicrotask(() => {
            callback().then(resolve, reject).finally(done);
          }),
        fail: reject,
      };
      options.signal?.addEventListener('abort', () => {
        this.#profile.remove(name, request);
        reject(new DOMException('aborted', 'AbortError'));
      });
      this.#profile.request(name, request);
    });
}
