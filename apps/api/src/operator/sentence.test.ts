import type { Figure, OperatorView, OriginView } from '@segue/core/events';
import { describe, expect, it } from 'vitest';
import { sentenceOf } from './sentence.ts';

const figure = (n: number, p50: number | null = null, p99: number | null = null): Figure => ({ n, p50, p95: p50, p99 });
const noPlays = { n: 0, heardOut: 0, skippedSoon: 0, first: { n: 0, heardOut: 0 } };
const anOrigin = (overrides: Partial<OriginView> = {}): OriginView => ({
  origin: 'person',
  gestures: 400,
  perSecond: 2,
  painted: figure(300, 19.2, 47.4),
  delayed: figure(0),
  clockErrorMs: null,
  slate: figure(400, 9, 20),
  path: null,
  plays: { window: noPlays, hour: noPlays },
  steps: [
    { step: 'rank', figure: figure(400, 3), share: 0.2, estimate: false },
    { step: 'paint', figure: figure(300, 9), share: 0.6, estimate: false },
  ],
  history: [],
  ...overrides,
});
const aView = (overrides: Partial<OperatorView> = {}): OperatorView => ({
  atMs: 0,
  windowSeconds: 300,
  healthy: null,
  sentence: '',
  instances: [{ service: 'api', instance: 'api-1', heardMsAgo: 900, silent: false, down: [] }],
  parts: [],
  origins: [anOrigin()],
  unusual: null,
  lag: [{ topic: 'listens', partition: 2, events: 3, seconds: 0, trend: 'steady' }],
  cache: { asked: 0, hits: 0 },
  index: { recallAt10: null, tracks: 60 },
  rankers: [],
  experiments: [],
  sockets: 1,
  hot: { tracks: [], partitions: [], listener: null, gestures: 0 },
  ...overrides,
});

describe('the sentence over the dashboard', () => {
  it('says that it is healthy, how fast, and what is hot', () => {
    expect(sentenceOf(aView())).toEqual({
      healthy: true,
      sentence: 'Healthy. A gesture re-orders the list in 19 ms, for 99 of 100 in 47 ms. Hottest: paint, in the browser.',
    });
  });

  it('names every trouble, and is not healthy with one', () => {
    const { sentence, healthy } = sentenceOf(
      aView({
        instances: [
          { service: 'api', instance: 'api-1', heardMsAgo: 900, silent: false, down: ['store'] },
          { service: 'worker', instance: 'worker-2', heardMsAgo: 12_300, silent: true, down: [] },
        ],
        lag: [{ topic: 'listens', partition: 2, events: 900, seconds: 14, trend: 'rising' }],
        origins: [anOrigin({ painted: figure(300, 90, 340) })],
      }),
    );
    expect(healthy).toBe(false);
    expect(sentence).toMatch(
      /^Not healthy: worker-2 was not heard from for 12 s; the store does not answer; learning falls behind on partition 2; one gesture in 100 takes over 340 ms\. /,
    );
  });

  it('does not judge by fewer than a hundred, and says how many there are', () => {
    const few = aView({ origins: [anOrigin({ gestures: 12, painted: figure(12, 22), slate: figure(12, 9) })] });
    expect(sentenceOf(few)).toEqual({
      healthy: null,
      sentence: 'Too quiet to say how fast: 12 gestures in 5 min, the middle one in 22 ms. Every part answers.',
    });
    expect(sentenceOf(aView({ origins: [] })).sentence).toBe('Too quiet to say how fast: 0 gestures in 5 min. Every part answers.');
  });

  it('says of how many it is the middle, where not every gesture was painted', () => {
    const some = aView({ origins: [anOrigin({ gestures: 66, painted: figure(29, 933), slate: figure(66, 12) })] });
    expect(sentenceOf(some).sentence).toBe(
      'Too quiet to say how fast: 66 gestures in 5 min, the middle of 29 that were painted in 933 ms. Every part answers.',
    );
    const one = aView({ origins: [anOrigin({ gestures: 4, painted: figure(1, 41), slate: figure(4, 12) })] });
    expect(sentenceOf(one).sentence).toContain('4 gestures in 5 min, the one that was painted in 41 ms.');
    const none = aView({ origins: [anOrigin({ gestures: 4, painted: figure(0), slate: figure(3, 12) })] });
    expect(sentenceOf(none).sentence).toContain('4 gestures in 5 min, the middle of 3 that were answered in 12 ms.');
  });

  it('[L11] names a log that is away, and not those who are heard through it', () => {
    const { sentence, healthy } = sentenceOf(
      aView({
        instances: [
          { service: 'api', instance: 'api-1', heardMsAgo: 900, silent: false, down: ['log'] },
          { service: 'worker', instance: 'worker-2', heardMsAgo: 12_300, silent: true, down: [] },
        ],
      }),
    );
    expect(healthy).toBe(false);
    expect(sentence).toMatch(/^Not healthy: the log does not answer\. A gesture/);
  });

  it('says which step stands above its own hour, and where if there are several', () => {
    const unusual = { step: 'rank', service: 'api', instance: 'api-2', times: 1.84 };
    const another = { service: 'api', instance: 'api-2', heardMsAgo: 100, silent: false, down: [] };
    const view = aView({ unusual });
    expect(sentenceOf(view).sentence).toMatch(/Unusual: rank on api-2, 1\.8 × its own hour\.$/);
    const alone = aView({ unusual: { ...unusual, instance: 'api-1' } });
    expect(sentenceOf(alone).sentence).toMatch(/Unusual: rank, 1\.8 × its own hour\.$/);
    expect(sentenceOf({ ...alone, instances: [...alone.instances, another] }).sentence).toContain('Unusual: rank on api-1,');
  });

  it('counts the gestures of one kind alone, and says whose they are', () => {
    const probe = anOrigin({ origin: 'probe', gestures: 30, painted: figure(0), slate: figure(30, 8) });
    const unheard = anOrigin({ gestures: 2, painted: figure(0), slate: figure(0) });
    expect(sentenceOf(aView({ origins: [unheard, probe], windowSeconds: 3_600 })).sentence).toBe(
      'Too quiet to say how fast: 30 gestures of the probe in an hour, the middle one in 8.0 ms. Every part answers.',
    );
  });

  it('is quiet about the speed and loud about a part that is down', () => {
    const down = aView({ origins: [], instances: [{ service: 'api', instance: 'a', heardMsAgo: 0, silent: false, down: ['worker'] }] });
    expect(sentenceOf(down)).toMatchObject({ healthy: false, sentence: expect.stringContaining('the worker does not answer') });
  });

  it('says whose gestures they are where no person made any', () => {
    const simulated = aView({ origins: [anOrigin({ origin: 'simulated', painted: figure(0) })] });
    expect(sentenceOf(simulated).sentence).toContain('A gesture of a simulated listener has its new list ready in 9.0 ms');
  });
});
