export { contentVectorOf } from './content.ts';
export type { FoldInput, TrackFacts } from './fold.ts';
export { enjoyedOf, fold } from './fold.ts';
export type { HandState } from './hand.ts';
export { applyHand } from './hand.ts';
export { fractionOf, hashOf, mix } from './hash.ts';
export { LISTENER_RATES, stepTowards, TRACK_RATES } from './learn.ts';
export type { Lesson } from './lesson.ts';
export { lessonOf } from './lesson.ts';
export type {
  ListenerState,
  Profile,
  RecentListen,
  YoursRow,
} from './listener-state.ts';
export {
  copyState,
  freshState,
  MAX_BLOCKS,
  MAX_YOURS,
  NEUTRAL_TUNE,
  SESSION_GAP_MS,
} from './listener-state.ts';
export type { Companion, Learnt } from './model-view.ts';
export { ModelView } from './model-view.ts';
export type { TasteNotice } from './notice.ts';
export { packNotice, unpackNotice } from './notice.ts';
export { MAX_OUTBOXES, WINDOW } from './outbox-window.ts';
export { EVERYONE, isSegment, segmentsOf } from './segment.ts';
export type { StepsInput } from './steps-of.ts';
export { stepsOf } from './steps-of.ts';
export type { FoldContext, FoldOutcome, RingEntry, Taste } from './taste.ts';
export {
  foldEvent,
  lessonAgain,
  newTaste,
  RING_KEPT,
  trackOf,
} from './taste.ts';
export { packTaste, TASTE_VERSION, unpackTaste } from './taste-record.ts';
export type { Track } from './track.ts';
export type { TrackState } from './track-state.ts';
export {
  applySegmentStep,
  applyStep,
  freshTrackState,
  packTrackState,
  unpackTrackState,
} from './track-state.ts';
export type { TrackStep } from './track-step.ts';
export { asTravelled, packStep, unpackStep } from './track-step.ts';
export type { Vector } from './vector.ts';
export {
  DIMENSIONS,
  dot,
  fromHalf,
  halfOf,
  normOf,
  roundedToHalf,
  zeroVector,
} from './vector.ts';
