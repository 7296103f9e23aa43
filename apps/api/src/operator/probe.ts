import { randomUUID } from 'node:crypto';
import { type Answer, asListenerId, asOutboxId, type ListenerId } from '@segue/core/events';
import type { Limits } from '@segue/core/ports';

export const PROBE_LISTENER: ListenerId = asListenerId('segue-probe');
const EVERY_MS = 10_000;

/**
 * A listener who is nobody: moves a slider every ten seconds, so that there is a truth when nobody listens. The gesture
 * goes the whole way, and teaches nothing of any track. Of all instances one does it.
 */
export function startProbe({
  limits,
  gesture,
  nowMs,
  onProblem,
}: {
  readonly limits: Limits;
  readonly gesture: (raw: unknown) => Promise<Answer>;
  readonly nowMs: () => number;
  readonly onProblem: (cause: unknown) => void;
}): { stop(): void } {
  // An outbox of its own, numbered from one: numbers taken from the clock would be old ones after it was set back.
  const outbox = asOutboxId(`probe-${randomUUID()}`);
  let number = 0;
  const once = async (): Promise<void> => {
    if ((await limits.take('probe', { limit: 1, windowSeconds: EVERY_MS / 1000 - 1 })) > 0) return;
    number += 1;
    const now = nowMs();
    // To and fro, so that each is a change.
    const discover = Math.floor(now / EVERY_MS) % 2 === 0 ? 0.5 : 0.51;
    await gesture({
      v: 1,
      outbox,
      number,
      occurredAt: new Date(now).toISOString(),
      act: { type: 'tune', discover, energy: 0.5 },
    });
  };
  const timer = setInterval(() => void once().catch(onProblem), EVERY_MS);
  return { stop: () => clearInterval(timer) };
}
