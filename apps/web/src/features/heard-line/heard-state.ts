import type { Heard } from '@segue/core/events';
import type { ClientState, LiveView } from '../../live/index.ts';
import { type HeardWords, heardWords, offlineWords, takesBack } from './heard-words.ts';

export type HeardLineState =
  | { readonly kind: 'quiet' }
  | { readonly kind: 'offline'; readonly text: string }
  | { readonly kind: 'refused'; readonly text: string }
  | {
      readonly kind: 'heard';
      readonly words: HeardWords;
      /** Both name what the sentence speaks of to the same act: a redo is the undo of an undo. */
      readonly button: 'Undo' | 'Redo' | null;
      /** From the gesture to the painted list, ms; null when it was not measured here. */
      readonly tookMs: number | null;
    };

interface Seen {
  readonly connection: ClientState['connection'];
  readonly waiting: number;
  /** The last thing that the listener said; what merely played does not replace it. */
  readonly said: Heard | null;
  readonly saidOf: LiveView['saidOf'];
  /** A refusal that came after it. */
  readonly refusal: string | null;
  readonly lastPaint: LiveView['lastPaint'];
  readonly lastRedo: LiveView['lastRedo'];
}

/** What the line says: that the network is gone before anything else, then what was refused, then what was heard. */
export function heardLine({ connection, waiting, said, saidOf, refusal, lastPaint, lastRedo }: Seen): HeardLineState {
  if (connection === 'offline') return { kind: 'offline', text: offlineWords(waiting) };
  if (refusal !== null) return { kind: 'refused', text: `Not kept: ${refusal}` };
  if (!said) return { kind: 'quiet' };
  const isRedo = said.event === lastRedo;
  return {
    kind: 'heard',
    words: heardWords(said, { isRedo, count: saidOf.length }),
    button: takesBack(said, isRedo),
    tookMs: lastPaint?.event === said.event ? lastPaint.tookMs : null,
  };
}
