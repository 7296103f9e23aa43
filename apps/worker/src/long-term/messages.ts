import type { FitPiece } from '@segue/core/model';

/** To the thread that fits. */
export type ToFit =
  /** Records of `listens` as the log holds them, in its order. */
  | { readonly type: 'records'; readonly values: readonly Uint8Array[] }
  /** Nothing has come for a while: whether all of it is due is told by `due`, or not at all. */
  | { readonly type: 'settle' }
  /** Fit the newest prefix that is due. */
  | { readonly type: 'fit'; readonly epoch: number };

export type FromFit =
  | { readonly type: 'taken'; readonly records: number }
  /** A refit is due, of so many listens. */
  | { readonly type: 'due'; readonly events: number }
  /** It was told to fit, and nothing is due that it has not fitted. */
  | { readonly type: 'nothing' }
  | { readonly type: 'fitted'; readonly events: number; readonly pieces: readonly FitPiece[]; readonly tookMs: number };
