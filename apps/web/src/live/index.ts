export type { ClientState, Tune } from './live-client.ts';
export { LiveProvider, useLive, useLiveStore } from './live-provider.tsx';
export type { LiveView } from './live-store.ts';
