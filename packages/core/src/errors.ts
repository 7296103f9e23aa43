/** Everything that can go wrong and that some caller acts on. */
export type ErrorCode =
  | 'event_malformed'
  | 'event_too_large'
  | 'number_reused'
  | 'outbox_unknown'
  | 'track_unknown'
  | 'artist_unknown'
  | 'undo_too_old'
  | 'undo_unknown'
  | 'yours_next_full'
  | 'blocks_full'
  | 'rate_limited'
  | 'overloaded'
  | 'stopping'
  | 'log_unavailable'
  | 'log_replaced'
  | 'store_unavailable'
  | 'catalogue_unavailable'
  | 'catalogue_newer'
  | 'record_malformed'
  | 'session_invalid'
  | 'operator_only'
  | 'not_found'
  | 'sound_unavailable';

/** A new code does not compile until someone decides whether its caller may try again. */
const RETRYABLE: Record<ErrorCode, boolean> = {
  event_malformed: false,
  event_too_large: false,
  number_reused: false,
  outbox_unknown: false,
  track_unknown: false,
  artist_unknown: false,
  undo_too_old: false,
  undo_unknown: false,
  yours_next_full: false,
  blocks_full: false,
  rate_limited: true,
  overloaded: true,
  stopping: true,
  log_unavailable: true,
  log_replaced: false,
  store_unavailable: true,
  catalogue_unavailable: true,
  catalogue_newer: false,
  record_malformed: false,
  session_invalid: false,
  operator_only: false,
  not_found: false,
  sound_unavailable: true,
};

export class AppError extends Error {
  override readonly name = 'AppError';
  readonly code: ErrorCode;
  constructor(code: ErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
  get retryable(): boolean {
    return RETRYABLE[this.code];
  }
}
