import { pause } from '../lib/progress.ts';

/** One connected listener of some system. */
export interface Client {
  /** Makes one gesture. Resolves to the ms until a slate that covers it has arrived. */
  gesture(): Promise<number>;
  /** How many events of this listener the newest slate has in it. */
  revision(): Promise<number>;
  close(): void;
}

export interface Block {
  /** ms from emit to the first slate that covers it, one for each gesture that was covered. */
  readonly latencies: readonly number[];
  readonly sent: number;
  /** Not covered when the block's patience ended. */
  readonly lost: number;
  /** What was refused or failed, by its message. */
  readonly failures: ReadonlyMap<string, number>;
}

const PATIENCE_MS = 15_000;

/**
 * Gestures at an even rate for some seconds, listeners taking turns; open loop: a slow answer does not hold back the next
 * gesture, and what a late timer owes is sent at once and timed from when it was due.
 */
export async function runBlock(
  clients: readonly Client[],
  { rate, seconds }: { readonly rate: number; readonly seconds: number },
): Promise<Block> {
  const latencies: number[] = [];
  const failures = new Map<string, number>();
  const total = Math.round(rate * seconds);
  const open = new Set<Promise<void>>();
  const startMs = performance.now();
  for (let sent = 0; sent < total; ) {
    const due = Math.min(total, Math.floor(((performance.now() - startMs) / 1000) * rate) + 1);
    for (; sent < due; sent++) {
      const client = clients[sent % clients.length]!;
      const lateMs = performance.now() - startMs - (sent / rate) * 1000;
      const one: Promise<void> = client.gesture().then(
        (tookMs) => void latencies.push(tookMs + Math.max(0, lateMs)),
        (cause: unknown) => {
          const message = cause instanceof Error ? cause.message : String(cause);
          failures.set(message, (failures.get(message) ?? 0) + 1);
        },
      );
      open.add(one);
      void one.finally(() => open.delete(one));
    }
    await nextTurn();
  }
  const patientUntil = performance.now() + PATIENCE_MS;
  while (open.size > 0 && performance.now() < patientUntil) await pause(5);
  return { latencies, sent: total, lost: open.size, failures };
}

/** A millisecond or so: timers are too coarse for an even rate, spinning would take a core. */
const nextTurn = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 1));
