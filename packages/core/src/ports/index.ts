export type {
  Blocks,
  Catalogue,
  CatalogueChange,
  HistoryEntry,
  Identity,
  ImportProgress,
  Projected,
} from './catalogue.ts';
export type {
  ConsumeOptions,
  EventLog,
  FollowOptions,
  LogBatch,
  LogConsumer,
  LogEntry,
  LogFollower,
  LogRecord,
  Topic,
} from './event-log.ts';
export { COMPACTED, GROUPS, TOPICS } from './event-log.ts';
export type { Limits } from './limits.ts';
export type { LogIdentity, LogMemory } from './log-identity.ts';
export { LogIdentitySchema } from './log-identity.ts';
export type { OnlineStore } from './online-store.ts';
export type { PendingAct, PendingActs } from './pending-acts.ts';
export { MAX_PENDING_ACTS } from './pending-acts.ts';
export type { NoticeHandlers, Presence } from './presence.ts';
export { PRESENCE_SECONDS } from './presence.ts';
export type { SessionStore } from './session-store.ts';
export type { CachedSlate, SlateCache } from './slate-cache.ts';
export type {
  StoredTaste,
  TasteChunk,
  TasteStore,
  TasteWrite,
} from './taste-store.ts';
export type { TrackChunk, TrackStore, TrackWrite } from './track-store.ts';
