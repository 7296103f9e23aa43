export { anEvent, aTrack, completes, likes, skips, someTracks, trackId } from './builders.ts';
export type { OpenedCatalogue } from './catalogue.contract.ts';
export { catalogueContract } from './catalogue.contract.ts';
export type { OpenedLog } from './event-log.contract.ts';
export { eventLogContract } from './event-log.contract.ts';
export { onlineStoreContract } from './online-store.contract.ts';
export type { OpenedStore, OpenStore } from './opened-store.ts';
export {
  aChunk,
  ada,
  aSlate,
  at,
  aWrite,
  bea,
  bytes,
  codeOf,
  PARTITION,
  savesTastes,
  textOf,
} from './store-builders.ts';
export { until } from './until.ts';
