export type { Act, ActOf, ActType, Subject } from './act.ts';
export {
  ActSchema,
  AGE_BANDS,
  COMPLETE_AT_LEAST,
  HAND_ACTS,
  SILENT_ACTS,
  SubjectSchema,
} from './act.ts';
export type { EventLine, LineTrack } from './event-line.ts';
export { parseEventLine, trackLineOf } from './event-line.ts';
export type {
  Gesture,
  ListenEvent,
  Origin,
  ParsedListen,
  Revision,
} from './gesture.ts';
export {
  compareRevisions,
  encodeListenEvent,
  firstIssueOf,
  GestureSchema,
  ListenEventSchema,
  ORIGINS,
  parseListenEvent,
  RevisionSchema,
} from './gesture.ts';
export type {
  ArtistId,
  EventId,
  Id,
  ListenerId,
  OutboxId,
  TrackId,
} from './ids.ts';
export {
  ArtistIdSchema,
  asArtistId,
  asEventId,
  asListenerId,
  asOutboxId,
  asTrackId,
  EventIdSchema,
  eventIdOf,
  ListenerIdSchema,
  OutboxIdSchema,
  TrackIdSchema,
} from './ids.ts';
export { LeftOutOfLog, leftOutOf } from './left-out.ts';
export type { Answer, Painted, Status } from './live.ts';
export {
  AnswerSchema,
  CLIENT_MESSAGES,
  MAX_MESSAGE_BYTES,
  MAX_UNACKED,
  PaintedSchema,
  PongSchema,
  REFUSAL_CODES,
  RETRY_CODES,
  SERVER_MESSAGES,
  SOCKET_PATH,
  StatusSchema,
  TuneSchema,
} from './live.ts';
export type {
  ExperimentView,
  Figure,
  GesturePath,
  OperatorView,
  OperatorWindow,
  OriginView,
  PlaysView,
  RankerView,
} from './operator.ts';
export {
  OPERATOR_BANDS_MS,
  OPERATOR_EVERY_MS,
  OPERATOR_NAMESPACE,
  OPERATOR_WINDOW,
  OPERATOR_WINDOWS_S,
  OperatorViewSchema,
  OperatorWindowSchema,
} from './operator.ts';
export type { OwnFeatures } from './own-features.ts';
export { OwnFeaturesSchema } from './own-features.ts';
export type { Position } from './position.ts';
export { comparePositions, PositionSchema, partitionOf } from './position.ts';
export type {
  Heard,
  Reason,
  ReasonKind,
  Slate,
  SlateRow,
  Timings,
  TrackCard,
} from './slate.ts';
export {
  GenreShareSchema,
  HeardSchema,
  REASON_KINDS,
  ReasonSchema,
  SlateRowSchema,
  SlateSchema,
  TimingsSchema,
  TrackCardSchema,
} from './slate.ts';
