export type { ClientState, Connection, LiveClient, Tune } from './live-client.ts';
export { LiveProvider, useLive, useLiveStore } from './live-provider.tsx';
export type { LiveStore, LiveView } from './live-store.ts';
