import type { EventId } from '@segue/core/events';
import type { Mark, Renamed } from './outbox/outbox.ts';
import type { Pending } from './overlay.ts';
import type { Answered } from './sender.ts';

/** What the tabs of one outbox tell each other. */
export type TabMessage =
  /** A gesture was made: all tabs obey it at once. */
  | {
      readonly kind: 'gesture';
      readonly pending: Pending;
      /** It waits in the memory of its tab, where no other can look. */
      readonly alone: boolean;
    }
  | { readonly kind: 'answered'; readonly answered: Answered }
  /** The outbox was full: nothing will come of these. */
  | { readonly kind: 'dropped'; readonly events: readonly EventId[] }
  | { readonly kind: 'mark'; readonly mark: Mark }
  | { readonly kind: 'renamed'; readonly renamed: readonly Renamed[] }
  /** Something was stored: the sending tab shall look. */
  | { readonly kind: 'wake' }
  /** The sending tab is alive. */
  | { readonly kind: 'here' }
  /** A tab that is looked at asks a hidden sender for its place. */
  | { readonly kind: 'yield' };

/** Told apart from those of another version of the page that is open beside this one. */
const VERSION = 1;

export const sealed = (message: TabMessage): unknown => ({ segue: VERSION, message });

/** The message, or null if it is not one of this version's. The sender is this very code on this very origin. */
export function unsealed(value: unknown): TabMessage | null {
  if (typeof value !== 'object' || value === null || !('segue' in value) || value.segue !== VERSION) return null;
  return 'message' in value ? (value.message as TabMessage) : null;
}
