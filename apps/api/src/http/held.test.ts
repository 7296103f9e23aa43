import { eventIdOf } from '@segue/core/events';
import { foldEvent, newTaste, packNotice, packTaste } from '@segue/core/model';
import { likes, skips, trackId } from '@segue/core/testing';
import { describe, expect, it } from 'vitest';
import { openApi } from '../testing/open-api.ts';

describe('what is held on a listener', () => {
  it('[L14] is shown whole to themselves, as a page and as a file, and to nobody else', async () => {
    const opened = await openApi();
    const [adasCookie, beasCookie] = [await opened.guest(), await opened.guest()];
    const ada = await opened.connect({ cookie: adasCookie });
    await ada.does(likes(1));
    await ada.does(skips(2));
    await ada.does({ type: 'block', subject: { kind: 'track', id: trackId(3) } });
    const events = await opened.logged();
    await opened.catalogue.project(events.map((event, offset) => ({ epoch: 1, partition: 0, offset, event })));

    const answer = await opened.get('/api/me', adasCookie);
    expect(answer.headers.get('content-disposition')).toBeNull();
    expect(answer.headers.get('cache-control')).toBe('no-store');
    const held = (await answer.json()) as Record<string, unknown>;
    expect(held).toMatchObject({
      listener: events[0]?.listenerId,
      likes: [{ trackId: 't1', title: 'Track 1', artist: 'Artist 1-0' }],
      blocks: { tracks: [{ trackId: 't3' }], artists: [] },
      history: expect.arrayContaining([expect.objectContaining({ trackId: 't2', type: 'skip' })]),
      // Nobody learns here: what was said waits.
      taste: null,
      notYetLearnt: 3,
    });
    const file = await opened.get('/api/me?download', adasCookie);
    expect(file.headers.get('content-disposition')).toBe('attachment; filename="segue-my-data.json"');
    expect(((await file.json()) as typeof held)['history']).toEqual(held['history']);

    expect(await (await opened.get('/api/me', beasCookie)).json()).toMatchObject({ likes: [], history: [], notYetLearnt: 0 });
    expect((await opened.get('/api/me')).status).toBe(401);
    await opened.close();
  });

  it('[L14] names the tracks that were enjoyed at any time, and counts those that left the catalogue', async () => {
    const opened = await openApi();
    const cookie = await opened.guest();
    const ada = await opened.connect({ cookie });
    await ada.does(likes(1));
    const [event] = await opened.logged();
    if (!event) throw new Error('nothing was logged');
    const position = { epoch: 1, partition: 0, offset: 0 };
    const taste = newTaste(position, null);
    foldEvent(taste, event, position, { vectorOf: () => null, factsOf: () => null, priorOf: () => null });
    taste.state.enjoyed.add(trackId(9_999), 1);
    const steps = { receivedAtMs: 0, takenAtMs: 0, learntAtMs: 0, storedAtMs: 0 };
    const notice = packNotice({ taste, cause: eventIdOf(event), steps, silent: false });
    const next = { record: packTaste(taste), position };
    const write = { listener: event.listenerId, expected: null, next, notice, dropsSlate: true };
    await opened.store.tastes.save({ partition: 0, expectedMark: null, nextMark: position, writes: [write] });
    const held = await (await opened.get('/api/me', cookie)).json();
    expect(held).toMatchObject({ taste: { enjoyed: [{ trackId: 't1', title: 'Track 1' }], enjoyedAndGone: 1 } });
    await opened.close();
  });

  it('[L14] is the whole history, over more than one page of it', async () => {
    const opened = await openApi();
    const cookie = await opened.guest();
    const ada = await opened.connect({ cookie });
    await ada.does(likes(1));
    const [first] = await opened.logged();
    if (!first) throw new Error('nothing was logged');
    const many = Array.from({ length: 1_200 }, (_, i) => ({
      epoch: 1,
      partition: 0,
      offset: i,
      event: { ...first, number: i + 1, occurredAtMs: first.occurredAtMs - i * 1_000, act: skips(i % 50) },
    }));
    await opened.catalogue.project(many);
    const held = (await (await opened.get('/api/me', cookie)).json()) as { history: unknown[] };
    expect(held.history).toHaveLength(1_200);
    await opened.close();
  });
});
