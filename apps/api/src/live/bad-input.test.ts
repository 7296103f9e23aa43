import type { Act } from '@segue/core/events';
import { MAX_YOURS } from '@segue/core/model';
import { likes, skips, trackId } from '@segue/core/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Client } from '../testing/client.ts';
import { type OpenedApi, openApi } from '../testing/open-api.ts';

describe('[L10] a gesture that is wrong', () => {
  let opened: OpenedApi;
  let ada: Client;
  let bea: Client;
  beforeEach(async () => {
    opened = await openApi();
    ada = await opened.connect({ cookie: await opened.guest() });
    bea = await opened.connect({ cookie: await opened.guest() });
  });
  afterEach(() => opened.close());

  const answers = (status: string, code: string) => opened.counted('segue_answers_total', { status, code });

  /** Refused with this code and field, counted once, and not in the log; both listeners go on as if nothing had been. */
  async function isRefused(raw: unknown, code: string, field?: string): Promise<string> {
    const before = await answers('refused', code);
    const logged = (await opened.logged()).length;
    const slate = await bea.snapshot();
    const answer = await ada.send(raw);
    expect(answer).toMatchObject({ status: 'refused', code, ...(field === undefined ? {} : { field }) });
    expect(await answers('refused', code)).toBe(before + 1);
    expect((await opened.logged()).length).toBe(logged);
    const same = await bea.snapshot();
    expect({ rows: same.rows, revision: same.revision }).toEqual({ rows: slate.rows, revision: slate.revision });
    expect(await bea.does(likes(3))).toMatchObject({ status: 'acked' });
    expect(await ada.does(likes(3))).toMatchObject({ status: 'acked' });
    return answer.status === 'refused' ? answer.message : '';
  }
  const odd = (act: unknown) => ada.gesture(act as Act);

  it.each([
    ['an unknown type', { type: 'dance', trackId: 't1' }, 'act.type'],
    ['no type', { trackId: 't1' }, 'act.type'],
    ['a missing field', { type: 'skip', trackId: 't1' }, 'act.heardFraction'],
    ['an extra field', { type: 'like', trackId: 't1', colour: 'red' }, 'act.colour'],
    ['a wrong unit', { type: 'skip', trackId: 't1', heardFraction: '12 s' }, 'act.heardFraction'],
    ['percent for a fraction', { type: 'skip', trackId: 't1', heardFraction: 17 }, 'act.heardFraction'],
    ['a heard fraction of 1.7', { type: 'skip', trackId: 't1', heardFraction: 1.7 }, 'act.heardFraction'],
    ['a complete that was hardly heard', { type: 'complete', trackId: 't1', heardFraction: 0.2 }, 'act.heardFraction'],
    ['a place below 0', { type: 'move', trackId: 't1', to: -1 }, 'act.to'],
    ['a country by its name', { type: 'profile', country: 'Sweden' }, 'act.country'],
  ])('is refused with its field: %s', async (_what, act, field) => {
    await isRefused(odd(act), 'event_malformed', field);
  });

  it.each([
    ['a timestamp that is no date', { occurredAt: 'yesterday' }, 'occurredAt'],
    ['a timestamp without a zone', { occurredAt: '2026-11-23T16:00:00' }, 'occurredAt'],
    ['an unknown version', { v: 2 }, 'v'],
    ['a number below 1', { number: 0 }, 'number'],
    ['a slate that is none', { shown: { epoch: 1, taste: -1, view: 0 } }, 'shown.taste'],
    ['a trace that is none', { trace: 'abc' }, 'trace'],
  ])('is refused with its field: %s', async (_what, overrides, field) => {
    await isRefused(ada.gesture(likes(1), overrides), 'event_malformed', field);
  });

  it.each([
    ['null', null],
    ['text', 'like t1'],
    ['a list', [likes(1)]],
    ['nothing', undefined],
  ])('is refused: %s', async (_what, raw) => {
    await isRefused(raw, 'event_malformed');
  });

  it('is refused: bytes', async () => {
    await isRefused({ act: Buffer.from('like') }, 'event_malformed');
  });

  it('[L7] is refused where it names another listener', async () => {
    await isRefused(ada.gesture(likes(1), { listenerId: 'bea' }), 'event_malformed', 'listenerId');
  });

  it.each([
    ['skip', skips(4_000), 'act.trackId'],
    ['block', { type: 'block', subject: { kind: 'track', id: trackId(4_000) } } as Act, 'act.subject.id'],
    ['profile', { type: 'profile', firstTracks: [trackId(1), trackId(4_000)] } as Act, 'act.firstTracks.1'],
    ['impression', { type: 'impression', rows: [{ trackId: trackId(4_000), rank: 0, propensity: 1 }] } as Act, 'act.rows.0.trackId'],
  ])('is refused where its track does not exist: %s', async (_what, act, field) => {
    expect(await isRefused(ada.gesture(act), 'track_unknown', field)).toContain('t4000');
  });

  it('is refused where its artist does not exist', async () => {
    await isRefused(odd({ type: 'block', subject: { kind: 'artist', id: 'nobody' } }), 'artist_unknown', 'act.subject.id');
  });

  it('[L2] is refused where its number was sent before with another content, and answered the same with the same', async () => {
    const first = ada.gesture(likes(1));
    const answer = await ada.send(first);
    expect(await ada.send(first)).toEqual(answer);
    await isRefused({ ...first, act: likes(2) }, 'number_reused', 'number');
    expect((await opened.logged()).filter(({ act }) => act.type === 'like' && act.trackId === trackId(1))).toHaveLength(1);
  });

  it('is refused where Yours next is full, also of what was acked and is not learnt yet', async () => {
    const full = await openApi({ tracks: MAX_YOURS + 2 });
    try {
      const cy = await full.connect({ cookie: await full.guest() });
      const pins = Array.from({ length: MAX_YOURS }, (_, i) => trackId(i));
      for (const id of pins) expect(await cy.does({ type: 'pin', trackId: id })).toMatchObject({ status: 'acked' });
      const one = await cy.does({ type: 'queue', trackId: trackId(MAX_YOURS), at: 'end' });
      expect(one).toMatchObject({ status: 'refused', code: 'yours_next_full', field: 'act.trackId' });
      expect((await full.logged()).filter(({ act }) => act.type !== 'impression')).toHaveLength(MAX_YOURS);
    } finally {
      await full.close();
    }
  });

  it('is refused where it has 1 MB, whatever letters that is made of', async () => {
    await isRefused(odd({ type: 'like', trackId: 'x'.repeat(2 ** 20) }), 'event_too_large');
    await isRefused(odd({ type: 'like', trackId: 'ß'.repeat(40_000) }), 'event_too_large');
  });

  it('[L8] is told when to come back where ten thousand come at once, and harms nobody else', async () => {
    const gestures = Array.from({ length: 10_000 }, (_, i) => ada.gesture(likes(i % 60)));
    const flood = gestures.map((gesture) => ada.send(gesture));
    expect(await bea.does(likes(7))).toMatchObject({ status: 'acked' });
    const settled = await Promise.all(flood);
    const acked = settled.filter(({ status }) => status === 'acked');
    const told = settled.filter((answer) => answer.status === 'retry' && answer.code === 'rate_limited' && answer.afterMs > 0);
    expect(acked.length + told.length).toBe(10_000);
    expect(told.length).toBeGreaterThan(5_000);
    expect(await answers('retry', 'rate_limited')).toBe(told.length);
    const logged = await opened.logged();
    expect(logged).toHaveLength(acked.length + 1);
    // In the order of their numbers: none of those that were turned back was overtaken.
    const numbers = logged.flatMap(({ outbox, number }) => (outbox === gestures[0]?.['outbox'] ? [number] : []));
    expect(numbers).toEqual(Array.from({ length: numbers.length }, (_, i) => i + 1));
    expect(await bea.does(likes(8))).toMatchObject({ status: 'acked' });
  });
});
