import type { Act, EventId, Slate } from '@segue/core/events';
import type { ClientState, GestureDetails, LiveClient, Tune } from '../live/live-client.ts';
import { isSilent } from '../live/live-store.ts';

/** A live feed that the test drives: it keeps what was sent and shows what it is told to. */
export interface FakeClient extends LiveClient {
  readonly sent: { readonly act: Act; readonly details: GestureDetails }[];
  readonly previews: { readonly tune: Tune; answer(slate: Slate): void }[];
  readonly measured: Parameters<LiveClient['painted']>[0][];
  show(change: Partial<ClientState>): void;
}

export function createFakeClient(slate: Slate | null): FakeClient {
  const listeners = new Set<() => void>();
  let state: ClientState = { connection: 'live', waiting: 0, slate, unheard: [], refused: [], degraded: [], teaching: null };
  const sent: FakeClient['sent'] = [];
  const previews: FakeClient['previews'] = [];
  const measured: FakeClient['measured'] = [];
  return {
    sent,
    previews,
    measured,
    show(change) {
      state = { ...state, ...change };
      for (const listener of listeners) listener();
    },
    connect: () => {},
    gesture(act, details = {}) {
      sent.push({ act, details });
      const event = `box:${sent.length}` as EventId;
      if (!isSilent(act)) state = { ...state, unheard: [...state.unheard, event] };
      return { event };
    },
    eventOf: (event) => event,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    state: () => state,
    preview: (tune) => new Promise((answer) => previews.push({ tune, answer })),
    painted: (measure) => void measured.push(measure),
    setInitialSlate: () => {},
  };
}
