export { ByteReader, ByteWriter } from './bytes.ts';
export type { Sums } from './co-listening.ts';
export { contentVectorOf } from './content.ts';
export { Enjoyed, MAX_ENJOYED } from './enjoyed.ts';
export type { FoldInput, TrackFacts } from './fold.ts';
export { enjoyedOf, fold } from './fold.ts';
export type { HandState } from './hand.ts';
export { applyHand } from './hand.ts';
export { fractionOf, hashOf, mix } from './hash.ts';
export { LISTENER_RATES, stepTowards, TRACK_RATES } from './learn.ts';
export { Learning } from './learning.ts';
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
} from './listener-state.ts';
export { fitLongTerm, type LongTermFit } from './long-term/fit-long-term.ts';
export { type FitPiece, packFit } from './long-term/fit-record.ts';
export { invertPositive } from './long-term/invert-positive.ts';
export { createLongTermLearner } from './long-term/long-term-learner.ts';
export type { Along } from './long-term/long-term-view.ts';
export type { Learnt } from './model-view.ts';
export { ModelView } from './model-view.ts';
export type { TasteNotice } from './notice.ts';
export { packNotice, unpackNotice } from './notice.ts';
export { MAX_OUTBOXES, WINDOW } from './outbox-window.ts';
export { LISTENER_FEATURE_NAMES, readListenerFeatures, readTrackFeatures, TRACK_FEATURE_NAMES } from './read-features.ts';
export type { Replay } from './replay.ts';
export { createReplay } from './replay.ts';
export { EVERYONE, isSegment, segmentsOf } from './segment.ts';
export type { StepsInput } from './steps-of.ts';
export { stepsOf } from './steps-of.ts';
export type { FoldContext, FoldOutcome, RingEntry, Taste, Taught, Turned } from './taste.ts';
export {
  canTurn,
  foldEvent,
  lessonAgain,
  newTaste,
  RING_KEPT,
  trackOf,
} from './taste.ts';
export {
  packTaste,
  packTasteAfter,
  packTasteFront,
  type RecordBase,
  TASTE_VERSION,
  unpackStored,
  unpackTaste,
  unpackTasteFront,
} from './taste-record.ts';
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
export { packStep, unpackStep } from './track-step.ts';
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
export { BestRows } from './vectors/best-rows.ts';
export type { VectorMemory, VectorScanner } from './vectors/vector-memory.ts';
export { createScanner, openVectorMemory, reserveRows, rowsOf } from './vectors/vector-memory.ts';
