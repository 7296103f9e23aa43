import {
  asListenerId,
  asOutboxId,
  eventIdOf,
  type ListenEvent,
  type OwnFeatures,
  OwnFeaturesSchema,
  partitionOf,
} from '@segue/core/events';
import { createReplay, LISTENER_FEATURE_NAMES, packNotice, packTaste, packTrackState, TRACK_FEATURE_NAMES } from '@segue/core/model';
import { anEvent, completes, skips, someTracks, trackId, until } from '@segue/core/testing';
import { describe, expect, it } from 'vitest';
import { type OpenedApi, openApi } from '../testing/open-api.ts';

const read = async (opened: OpenedApi, cookie: string): Promise<OwnFeatures> =>
  OwnFeaturesSchema.parse(await (await opened.get('/api/features', cookie)).json());
const named = ({ features }: OwnFeatures, name: string) => features.find((feature) => feature.name === name);

/** What a worker would have stored of the events. */
async function learn(opened: OpenedApi, events: readonly ListenEvent[]): Promise<void> {
  const replay = createReplay({ tracks: someTracks(60) });
  for (const event of events) replay.learn(event);
  const last = events.at(-1)!;
  const listener = last.listenerId;
  const taste = replay.tasteOf(listener)!;
  const steps = { receivedAtMs: 0, takenAtMs: 0, learntAtMs: 0, storedAtMs: 0 };
  const notice = packNotice({ taste, cause: eventIdOf(last), steps, silent: false });
  const write = {
    listener,
    expected: null,
    next: { record: packTaste(taste), position: taste.position },
    notice,
    dropsSlate: true,
  };
  await opened.store.tastes.save({ partition: 0, expectedMark: null, nextMark: taste.position, writes: [write] });
  const partition = partitionOf(trackId(1), opened.log.partitions('track-states'));
  await opened.log.append('track-states', [{ partition, key: trackId(1), value: packTrackState(replay.stateOf(trackId(1))) }]);
}

describe('the features of the stream', () => {
  it('are all explained to somebody of whom nothing is known', async () => {
    const opened = await openApi();
    const own = await read(opened, await opened.guest());
    expect(own.features.map(({ name }) => name)).toEqual([...LISTENER_FEATURE_NAMES, ...TRACK_FEATURE_NAMES]);
    expect(named(own, 'skip-streak')).toMatchObject({ value: 0, says: 'the last track was not skipped early', window: 'session' });
    expect(named(own, 'track-plays-hour')).toMatchObject({ value: null, says: 'no track was heard yet' });
    expect(own.track).toBeNull();
    await opened.close();
  });

  it("[L7] are the listener's own, and nobody else's", async () => {
    const opened = await openApi();
    const [adasCookie, beasCookie] = [await opened.guest(), await opened.guest()];
    const ada = await opened.connect({ cookie: adasCookie });
    await ada.does(skips(1));
    await ada.does(skips(1));
    await learn(opened, await opened.logged());
    const own = await read(opened, adasCookie);
    expect(named(own, 'skip-streak')).toMatchObject({ value: 2, says: '2 early skips in a row' });
    expect(own.track).toMatchObject({ trackId: 't1', title: 'Track 1' });
    // What is kept is held, and is in the file that can be taken.
    const held = (await (await opened.get('/api/me', adasCookie)).json()) as { taste: { features: Record<string, number> } };
    expect(held.taste.features).toMatchObject({ 'skip-streak': 2, 'session-tracks': 2 });
    expect(named(await read(opened, beasCookie), 'skip-streak')).toMatchObject({ value: 0 });
    expect((await opened.get('/api/features')).status).toBe(401);
    await opened.close();
  });

  it('[L14] of a track are not told before five people have heard it', async () => {
    const opened = await openApi();
    const cookie = await opened.guest();
    const ada = await opened.connect({ cookie });
    await ada.does(completes(1));
    const own = await opened.logged();
    await learn(opened, own);
    expect(named(await read(opened, cookie), 'track-plays-hour')).toMatchObject({
      value: null,
      says: 'not told: fewer than 5 people have heard it',
    });
    await opened.close();

    const crowded = await openApi();
    const again = await crowded.guest();
    await (await crowded.connect({ cookie: again })).does(completes(1));
    const atMs = Date.now();
    const others = ['b', 'c', 'd', 'e'].map((name) =>
      anEvent(completes(1), {
        listenerId: asListenerId(name),
        outbox: asOutboxId(name),
        number: 1,
        receivedAtMs: atMs,
        occurredAtMs: atMs,
      }),
    );
    await learn(crowded, [...others, ...(await crowded.logged())]);
    await until(async () => named(await read(crowded, again), 'track-plays-hour')?.value != null, 'the track is known');
    const plays = named(await read(crowded, again), 'track-plays-hour');
    expect(plays?.value).toBeCloseTo(5, 0);
    expect(plays?.says).toMatch(/^5 plays in the last hour$/);
    await crowded.close();
  });
});
