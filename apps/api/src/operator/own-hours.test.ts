import { createMetrics, figuresOf } from '@segue/telemetry';
import { describe, expect, it } from 'vitest';
import { OwnHours } from './own-hours.ts';

const NOW = 1_750_000_000_000;
const MINUTE = 60_000;

/** An hour of ranking at `was` ms on two instances, then two minutes at what each takes now. */
async function anHour(was: number, now: Readonly<Record<string, number>>, perMinute = 15): Promise<OwnHours> {
  const hours = new OwnHours();
  for (const [instance, is] of Object.entries(now)) {
    const metrics = createMetrics({ service: 'api', instance });
    for (let minute = 0; minute <= 50; minute++) {
      for (let i = 0; i < perMinute; i++) metrics.step('rank', minute < 49 ? was : is, 'person');
      const figures = await figuresOf(metrics, { startedAtMs: NOW, atMs: NOW + minute * MINUTE });
      const steps = figures.steps.map((step) => ({ ...step, counts: [...step.counts] }));
      const heat = { tracks: [], partitions: {}, listener: null };
      hours.add(`api/${instance}`, { ...figures, steps, values: {}, down: [], heat, paths: [] }, NOW + minute * MINUTE);
    }
  }
  return hours;
}
const END = NOW + 50 * MINUTE;

describe('what is unusual', () => {
  it('is the step that stands most above its own hour, on the instance where it does', async () => {
    const hours = await anHour(4.9, { 'api-1': 5, 'api-2': 12 });
    const unusual = hours.unusual(['learn', 'rank'], 'person', END);
    expect(unusual).toMatchObject({ step: 'rank', service: 'api', instance: 'api-2' });
    // The truth is 12 / 4.9 = 2.4; both ends are right to within a bucket.
    expect(unusual?.times).toBeGreaterThan(1.8);
    expect(unusual?.times).toBeLessThan(3.3);
  });

  it('is nothing where all is as it was, and what nobody would notice', async () => {
    expect((await anHour(5, { 'api-1': 5 })).unusual(['rank'], 'person', END)).toBeNull();
    expect((await anHour(0.2, { 'api-1': 0.55 })).unusual(['rank'], 'person', END)).toBeNull();
  });

  it('is nothing by too few gestures, and never by those of others', async () => {
    expect((await anHour(5, { 'api-1': 50 }, 1)).unusual(['rank'], 'person', END)).toBeNull();
    expect((await anHour(5, { 'api-1': 50 })).unusual(['rank'], 'simulated', END)).toBeNull();
  });
});
