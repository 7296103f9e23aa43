export { anEvent, aTrack, completes, likes, skips, someTracks, trackId } from './builders.ts';
export type { OpenedCatalogue } from './catalogue.contract.ts';
export { catalogueContract } from './catalogue.contract.ts';
export type { OpenedLog } from './event-log.contract.ts';
export { eventLogContract } from './event-log.contract.ts';
export { until } from './until.ts';
