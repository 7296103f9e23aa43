import { parseListenEvent } from '@segue/core/events';
import { simulateLive } from '@segue/simulator';
import { describe, expect, it } from 'vitest';
import { openOnMemory } from './testing/on-memory.ts';

/** An app, and what people said in its log. */
async function openApp() {
  const app = await openOnMemory({ tracks: 80 });
  return {
    ...app,
    async logged() {
      const acts: string[] = [];
      const follower = await app.log.follow({
        topic: 'listens',
        onRecords: (_, records) => {
          for (const { value } of records) {
            const parsed = value && parseListenEvent(value);
            if (parsed?.ok && parsed.event.origin === 'person') acts.push(parsed.event.act.type);
          }
        },
      });
      await follower.caughtUp;
      await follower.stop();
      return acts;
    },
  };
}

describe('made-up listeners on a running app', () => {
  it('play from the list that is pushed to them, and every gesture is in a list', async () => {
    const app = await openApp();
    const live = await simulateLive({ url: app.url, listeners: 6, events: 60, seed: 1 });
    const acts = await app.logged();
    expect(acts.filter((type) => type === 'profile')).toHaveLength(3);
    expect(acts.filter((type) => type === 'skip' || type === 'complete')).toHaveLength(60);
    expect(live.withDemographics.map(({ after }) => after)).toEqual([0, 1, 2, 5, 10]);
    expect(live.without.map(({ after }) => after)).toEqual([0, 1, 2, 5, 10]);
    for (const { liked } of [...live.withDemographics, ...live.without]) {
      expect(liked).toBeGreaterThan(0);
      expect(liked).toBeLessThan(1);
    }
    expect(app.problems).toEqual([]);
    await app.close();
  });

  it('say what to do where no app answers', async () => {
    await expect(simulateLive({ url: 'http://127.0.0.1:9', listeners: 1, events: 1, seed: 1 })).rejects.toThrow('start the app first');
  });
});
