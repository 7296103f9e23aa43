export { isBlockedIn } from './blocked.ts';
export type { ClientState, Tune } from './live-client.ts';
export { LiveProvider, useLive, useLiveSlate, useLiveStore } from './live-provider.tsx';
export type { LiveStore, LiveView } from './live-store.ts';
export type { Done, Undone } from './undo-stack.ts';
