import { ORIGINS } from '@segue/core/events';
import type { EventLog, LogFollower } from '@segue/core/ports';
import { type Figures, figuresOf, type Metrics, nowMs } from '@segue/telemetry';
import { z } from 'zod';

/** How often an instance says what it has counted. */
export const FIGURES_EVERY_MS = 2_000;
const GATHER_MS = 100;

const count = z.number().nonnegative();
const FiguresRecord = z.object({
  v: z.literal(1),
  service: z.string(),
  instance: z.string(),
  startedAtMs: z.number(),
  atMs: z.number(),
  steps: z.array(z.object({ step: z.string(), origin: z.string(), delayed: z.boolean(), counts: z.array(count) })),
  values: z.record(z.string(), z.number()),
  down: z.array(z.string()),
  heat: z.object({
    tracks: z.array(z.object({ track: z.string(), gestures: count, listeners: count, simulated: z.boolean() })),
    partitions: z.record(z.string(), count),
    listener: z.object({ partition: count, gestures: count }).nullable(),
  }),
  /** Gestures step after step; none from an instance that does not tell of them. */
  paths: z
    .array(
      z.object({
        origin: z.enum(ORIGINS),
        atMs: z.number(),
        totalMs: count,
        steps: z.array(z.object({ step: z.string(), ms: count, estimate: z.boolean() })),
      }),
    )
    .default([]),
});

/** What one instance tells of itself: its figures, the parts that do not answer, and what was hot in its last minute. */
export type InstanceFigures = Omit<z.infer<typeof FiguresRecord>, 'v'>;
export type Heat = InstanceFigures['heat'];
const COLD: Heat = { tracks: [], partitions: {}, listener: null };

/** Says every two seconds, on `segue-figures`, what this instance has counted, and takes it back when it stops. */
export function publishFigures({
  log,
  metrics,
  down,
  heat = () => COLD,
  paths = () => [],
  onProblem,
}: {
  readonly log: EventLog;
  readonly metrics: Metrics;
  readonly down: () => readonly string[];
  readonly heat?: () => Heat;
  readonly paths?: () => InstanceFigures['paths'];
  readonly onProblem: (cause: unknown) => void;
}): { now(): Promise<InstanceFigures>; stop(): Promise<void> } {
  const startedAtMs = nowMs();
  const now = async (): Promise<InstanceFigures> => {
    const figures: Figures = await figuresOf(metrics, { startedAtMs, atMs: nowMs() });
    return {
      ...figures,
      steps: figures.steps.map((step) => ({ ...step, counts: [...step.counts] })),
      values: { ...figures.values },
      down: [...down()],
      heat: heat(),
      paths: paths(),
    };
  };
  const key = `${metrics.service}/${metrics.instance}`;
  let under: Promise<unknown> | null = null;
  const say = async (): Promise<void> => {
    const value = new TextEncoder().encode(JSON.stringify({ v: 1, ...(await now()) }));
    await log.append('segue-figures', [{ partition: 0, key, value }]);
  };
  const timer = setInterval(() => {
    // A log that is away is asked once at a time.
    under ??= say()
      .catch(onProblem)
      .finally(() => {
        under = null;
      });
  }, FIGURES_EVERY_MS);
  return {
    now,
    async stop() {
      clearInterval(timer);
      await under;
      await log.append('segue-figures', [{ partition: 0, key, value: null }]).catch(onProblem);
    },
  };
}

/** Hands over what each instance said last, as it comes; null for one that has stopped. What cannot be read is left out. */
export async function followFigures(
  log: EventLog,
  onFigures: (key: string, figures: InstanceFigures | null) => void,
): Promise<LogFollower> {
  return log.follow({
    topic: 'segue-figures',
    gatherMs: GATHER_MS,
    onRecords: (_partition, records) => {
      for (const { key, value } of records) {
        const parsed = value && FiguresRecord.safeParse(jsonOf(value));
        if (!value) onFigures(key, null);
        else if (parsed?.success) onFigures(key, parsed.data);
      }
    },
  });
}

function jsonOf(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    return undefined;
  }
}
