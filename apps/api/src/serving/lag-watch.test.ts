import { MemoryEventLog } from '@segue/backends/memory';
import { GROUPS, type LogBatch } from '@segue/core/ports';
import { until } from '@segue/core/testing';
import { createMetrics } from '@segue/telemetry';
import { describe, expect, it } from 'vitest';
import { createLagWatch } from './lag-watch.ts';

describe('[L11] the lag watch', () => {
  it('says that learning is stuck only once something waits and nothing moves', async () => {
    const log = MemoryEventLog.create();
    const metrics = createMetrics({ service: 'api', instance: 'one' });
    let now = 1_000_000;
    const watch = createLagWatch({ log, metrics, nowMs: () => now });
    expect(await watch.look()).toBe(false);
    await log.append('listens', [{ partition: 0, key: 'a', value: new Uint8Array([1]) }]);
    expect(await watch.look()).toBe(false);
    expect(await watch.look()).toBe(false);
    now += 12_000;
    expect(await watch.look()).toBe(true);
    expect(await metrics.registry.metrics()).toMatch(/segue_lag_seconds\{topic="listens",partition="0".*\} 12/);
    expect(await metrics.registry.metrics()).toMatch(/segue_lag_events\{topic="listens",partition="0".*\} 1/);
    const consumer = await log.consume({
      group: GROUPS.learn,
      topic: 'listens',
      onBatch: async (batch: LogBatch) => batch.commit((batch.records.at(-1)?.offset ?? 0) + 1),
    });
    await until(async () => (await log.committed(GROUPS.learn, 'listens'))[0] === 1, 'the event is learnt');
    expect(await watch.look()).toBe(false);
    expect(await metrics.registry.metrics()).toMatch(/segue_lag_seconds\{topic="listens",partition="0".*\} 0\n/);
    await consumer.stop();
  });
});
