import type { ListenerId } from '../events/index.ts';

/** How long an instance that stops renewing is still sent notices. */
export const PRESENCE_SECONDS = 30;

export interface NoticeHandlers {
  readonly onNotice: (listener: ListenerId, notice: Uint8Array) => void;
  /** The subscription was down for a while: whatever was sent meanwhile is lost, read again what you hold. */
  readonly onGap: () => void;
}

/**
 * Which api instances hold sockets of a listener, and the way a notice takes to them.
 *
 * - PR1 A notice reaches every instance that has at least one connection of the listener registered, and no other.
 * - PR2 Leaving with one of two connections keeps the instance registered; leaving with the last removes it.
 * - PR3 An instance that stops renewing is forgotten after `PRESENCE_SECONDS`; its next renewal brings it back.
 * - PR4 Notices for one listener arrive in the order in which their saves were done.
 * - PR5 After the link to the store was lost and is back, `onGap` is called.
 */
export interface Presence {
  join(partition: number, listener: ListenerId, connection: string): Promise<void>;
  leave(partition: number, listener: ListenerId, connection: string): Promise<void>;
  /** Call at least every `PRESENCE_SECONDS / 3` for all that this instance holds. */
  renew(
    held: readonly {
      readonly partition: number;
      readonly listener: ListenerId;
      readonly connection: string;
    }[],
  ): Promise<void>;
  listen(handlers: NoticeHandlers): Promise<{ stop(): Promise<void> }>;
}
