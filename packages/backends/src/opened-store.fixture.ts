import type { OnlineStore } from '@segue/core/ports';
import type { OpenedStore } from '@segue/core/testing';

interface Opening {
  readonly instance: string;
  readonly nowMs: () => number;
}

/** What the contracts ask for, of anything that opens an instance: remembers what it opened, and holds the clock. */
export async function openedFrom(
  open: (opening: Opening) => Promise<OnlineStore>,
  {
    onRestart = async () => {},
    onClose = async () => {},
    loseLink,
  }: { onRestart?: () => Promise<void>; onClose?: () => Promise<void>; loseLink?: () => Promise<void> } = {},
): Promise<OpenedStore> {
  let passedMs = 0;
  const nowMs = () => Date.now() + passedMs;
  let stores: OnlineStore[] = [];
  const another = async (instance: string) => {
    const store = await open({ instance, nowMs });
    stores.push(store);
    return store;
  };
  const closeAll = async () => {
    const all = stores;
    stores = [];
    for (const store of all) await store.close();
  };
  return {
    port: await another('one'),
    another,
    async restart() {
      await closeAll();
      await onRestart();
      return another('one');
    },
    pass: (ms) => {
      passedMs += ms;
    },
    ...(loseLink && { loseLink }),
    async close() {
      await closeAll();
      await onClose();
    },
  };
}
