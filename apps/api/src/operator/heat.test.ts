import { asListenerId, type Origin } from '@segue/core/events';
import { anEvent, completes, skips } from '@segue/core/testing';
import { describe, expect, it } from 'vitest';
import { createHeat } from './heat.ts';

function opened() {
  let now = 1_000_000;
  const heat = createHeat({ partitions: () => 4, nowMs: () => now });
  const hear = (who: string, track: number, origin: Origin = 'person') =>
    heat.note(anEvent(completes(track), { listenerId: asListenerId(who), origin }));
  const pass = (ms: number) => {
    now += ms;
  };
  return { heat, hear, pass };
}

describe('what is hot', () => {
  it('counts gestures by track and partition, and how many made them, up to five', () => {
    const { heat, hear } = opened();
    for (let i = 0; i < 9; i++) hear(`listener-${i}`, 1);
    hear('listener-0', 2);
    const now = heat.now();
    expect(now.tracks).toEqual([
      { track: 't1', gestures: 9, listeners: 5, simulated: false },
      { track: 't2', gestures: 1, listeners: 1, simulated: false },
    ]);
    expect(Object.values(now.partitions).reduce((sum, count) => sum + count, 0)).toBe(10);
    expect(now.listener?.gestures).toBe(2);
  });

  it('[L14] tells of no listener who they are', () => {
    const { heat, hear } = opened();
    for (let i = 0; i < 9; i++) hear('somebody-in-particular', 1);
    expect(JSON.stringify(heat.now())).not.toContain('somebody');
  });

  it('forgets what is older than a minute, and remembers what is younger than half of one', () => {
    const { heat, hear, pass } = opened();
    hear('ada', 1);
    pass(29_000);
    expect(heat.now().tracks).toHaveLength(1);
    pass(61_000);
    expect(heat.now()).toEqual({ tracks: [], partitions: {}, listener: null });
  });

  it('[L11] counts anew where the clock was set back', () => {
    const { heat, hear, pass } = opened();
    hear('ada', 1);
    pass(-9 * 3_600_000);
    expect(heat.now().tracks).toEqual([]);
    hear('ada', 2);
    expect(heat.now().tracks.map(({ track }) => track)).toEqual(['t2']);
  });

  it('leaves out what is shown and what probes do, and says which tracks only simulated listeners touched', () => {
    const { heat, hear } = opened();
    hear('probe', 1, 'probe');
    heat.note(anEvent({ type: 'impression', rows: [] } as never));
    hear('made-up', 2, 'simulated');
    hear('made-up', 3, 'simulated');
    heat.note(anEvent(skips(3)));
    expect(heat.now().tracks).toEqual([
      { track: 't3', gestures: 2, listeners: 2, simulated: false },
      { track: 't2', gestures: 1, listeners: 1, simulated: true },
    ]);
  });
});
