import { MemoryCatalogue, MemoryCatalogueData, MemoryEventLog } from '@segue/backends/memory';
import { DIMENSIONS, freshTrackState, ModelView, packTrackState } from '@segue/core/model';
import { aTrack, someTracks, trackId, until } from '@segue/core/testing';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ModelFollower } from './model-follower.ts';

/** A state whose vector and version say which it is. */
function aState(version: number, value = version) {
  const state = freshTrackState(new Float32Array(DIMENSIONS).fill(value));
  state.version = version;
  return packTrackState(state);
}

describe('following the model', () => {
  let log: MemoryEventLog;
  let data: MemoryCatalogueData;
  let catalogue: MemoryCatalogue;
  let follower: ModelFollower | null = null;
  const problems: unknown[] = [];
  beforeEach(async () => {
    log = MemoryEventLog.create({ partitions: { 'track-states': 2 } });
    data = new MemoryCatalogueData();
    catalogue = new MemoryCatalogue(data);
    await catalogue.putTracks(someTracks(3));
  });
  afterEach(async () => {
    await follower?.stop();
    follower = null;
    problems.length = 0;
    vi.useRealTimers();
  });

  async function followed(): Promise<ModelView> {
    const model = new ModelView();
    await follower?.stop();
    follower = new ModelFollower({ log, catalogue, model, onProblem: (cause) => problems.push(cause) });
    await follower.start();
    return model;
  }
  const publish = (number: number, bytes: Uint8Array | null) =>
    log.append('track-states', [{ partition: number % 2, key: trackId(number), value: bytes }]);
  const versionOf = (model: ModelView, number: number) => model.learntAt(model.rowOf(trackId(number)) ?? -1).version;
  const firstOf = (model: ModelView, number: number) => model.vectorOf(trackId(number))?.[0];

  it('knows at the end of its start every track and every state that was there', async () => {
    await publish(0, aState(4));
    await publish(1, aState(9));
    const model = await followed();
    expect(model.size).toBe(3);
    expect([0, 1, 2].map((number) => versionOf(model, number))).toEqual([4, 9, -1]);
    expect(firstOf(model, 1)).toBe(9);
  });

  it('[L10] leaves out what cannot be read, says so once, and has the rest', async () => {
    const [newer, spoilt] = [aState(4), Uint8Array.of(1)];
    newer[0] = 250;
    await publish(0, newer);
    await publish(2, spoilt);
    await publish(1, aState(9));
    const model = await followed();
    expect([0, 1, 2].map((number) => versionOf(model, number))).toEqual([-1, 9, -1]);
    expect(problems.map(String)).toEqual([expect.stringContaining('2 records of track-states could not be read')]);
    await publish(0, aState(5));
    await until(() => versionOf(model, 0) === 5, 'what comes later is read');
  });

  it('applies what is published later, ignores versions that are lower, and takes deletions for nothing', async () => {
    const model = await followed();
    await publish(0, aState(5));
    // What is published before it was read is gone: the topic keeps the newest of each key.
    await until(() => versionOf(model, 0) === 5, 'the first arrives');
    await publish(0, aState(3));
    await publish(0, null);
    // Behind them on the same partition: when it is there they were read.
    await publish(2, aState(1));
    await until(() => versionOf(model, 2) === 1, 'the last arrives');
    expect(versionOf(model, 0)).toBe(5);
    expect(firstOf(model, 0)).toBe(5);
  });

  it('starts over from what is kept, also when what was published since is lower', async () => {
    await publish(0, aState(8));
    expect(versionOf(await followed(), 0)).toBe(8);
    await publish(0, aState(2));
    expect(versionOf(await followed(), 0)).toBe(2);
  });

  it('keeps a state that comes before its track, and a newer one against an older that comes after it', async () => {
    const model = await followed();
    // Each time one behind it on the same partition: when it is there the other was read.
    await publish(7, aState(6));
    await publish(1, aState(1));
    await until(() => versionOf(model, 1) === 1, 'the first arrives');
    await publish(7, aState(4));
    await publish(1, aState(2));
    await until(() => versionOf(model, 1) === 2, 'the last arrives');
    expect(model.track(trackId(7))).toBeUndefined();
    model.setTracks([aTrack(7)], []);
    expect(versionOf(model, 7)).toBe(6);
  });

  it('learns of tracks that come and go, and of a catalogue that is away and comes back', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const model = await followed();
    data.silent = true;
    await vi.advanceTimersByTimeAsync(3_000);
    expect(problems).toMatchObject([{ code: 'catalogue_unavailable' }]);
    data.silent = false;
    await catalogue.putTracks([aTrack(50)]);
    await catalogue.removeTracks([trackId(0)]);
    await vi.advanceTimersByTimeAsync(3_000);
    expect(model.track(trackId(50))).toBeDefined();
    expect(model.track(trackId(0))).toBeUndefined();
    expect(problems).toHaveLength(1);
  });

  it('asks for nothing any more once it is stopped, also when it was asking', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    await followed();
    let asked = 0;
    const slow = vi.spyOn(catalogue, 'changes').mockImplementation(async () => {
      asked++;
      await follower?.stop();
      throw new Error('away');
    });
    await vi.advanceTimersByTimeAsync(20_000);
    expect(asked).toBe(1);
    slow.mockRestore();
  });
});
