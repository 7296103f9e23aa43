import type { TrackCard } from '@segue/core/events';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { aTrack } from '../../testing/builders.ts';
import { type Ahead, createSoundAhead, type Network, type SoundAhead } from './sound-ahead.ts';

const MB = 1_000_000;

describe('sound ahead', () => {
  const [a, b, c, d, e] = ['a', 'b', 'c', 'd', 'e'].map((trackId) => aTrack({ trackId, soundUrl: trackId })) as [
    TrackCard,
    TrackCard,
    TrackCard,
    TrackCard,
    TrackCard,
  ];
  let asked: string[];
  let given: string[];
  let taken: string[];
  let size: Record<string, number>;
  let isAway: boolean;
  let network: Network;
  let nowMs: number;
  /** Answers come only once it resolves. */
  let held: Promise<void>;
  let ahead: SoundAhead;
  const fetch = async (url: string, { signal }: RequestInit): Promise<Response> => {
    asked.push(url);
    await held;
    if (signal?.aborted || isAway) throw new DOMException('gone', 'AbortError');
    const bytes = size[url] ?? MB;
    return new Response(new Blob([new Uint8Array(bytes)]), { headers: { 'content-length': String(bytes) } });
  };

  beforeEach(() => {
    asked = [];
    given = [];
    taken = [];
    size = {};
    isAway = false;
    network = 'free';
    nowMs = 0;
    held = Promise.resolve();
    let blobs = 0;
    const createObjectURL = () => {
      given.push(`blob:${blobs++}`);
      return given.at(-1) ?? '';
    };
    ahead = createSoundAhead({
      fetch,
      urls: { createObjectURL, revokeObjectURL: (url) => void taken.push(url) },
      network: () => network,
      nowMs: () => nowMs,
      bytesHeld: 3 * MB,
    });
  });

  const look = (coming: readonly TrackCard[], fields: Partial<Ahead> = {}) =>
    ahead.look({ playing: a, coming, isSounding: true, positionSeconds: 30, durationSeconds: 200, ...fields });
  /** Looks as often as a track reports its position. */
  const settle = async (coming: readonly TrackCard[], fields: Partial<Ahead> = {}) => {
    for (let i = 0; i < 12; i++) {
      look(coming, fields);
      await new Promise((resolve) => setTimeout(resolve));
    }
  };
  const here = (...tracks: readonly TrackCard[]) => tracks.filter(({ trackId }) => ahead.has(trackId)).map(({ trackId }) => trackId);

  it('fetches what comes in its order, one at a time, and gives the element what is here', async () => {
    let go = () => {};
    held = new Promise((resolve) => {
      go = resolve;
    });
    await settle([b, c]);
    expect(asked).toEqual(['b']);
    expect(ahead.urlOf(b)).toBe('b');
    go();
    await settle([b, c]);
    expect(asked).toEqual(['b', 'c']);
    expect([ahead.urlOf(b), ahead.urlOf(c), ahead.urlOf(d)]).toEqual(['blob:0', 'blob:1', 'd']);
  });

  it('fetches nothing before something sounded for a while, nor while it is paused or without network', async () => {
    await settle([b], { positionSeconds: 2 });
    await settle([b], { isSounding: false });
    network = 'none';
    await settle([b]);
    expect(asked).toEqual([]);
  });

  it('goes on from the start of a track that follows one that was listened to, and stops for who only looks into tracks', async () => {
    await settle([b], { positionSeconds: 4 });
    expect(asked).toEqual(['b']);
    await settle([c], { playing: b, positionSeconds: 0 });
    expect(asked).toEqual(['b', 'c']);
    await settle([d], { playing: b, positionSeconds: 1 });
    expect(asked).toEqual(['b', 'c', 'd']);
    await settle([e], { playing: c, positionSeconds: 1 });
    expect(asked).toEqual(['b', 'c', 'd']);
  });

  it('fetches nothing but the coming track where bytes cost, and that one shortly before it plays', async () => {
    network = 'sparing';
    await settle([b, c], { positionSeconds: 179 });
    expect(asked).toEqual([]);
    await settle([b, c], { positionSeconds: 181 });
    expect(asked).toEqual(['b']);
  });

  it('holds no more than twenty tracks, and no more bytes than it may', async () => {
    const many = Array.from({ length: 30 }, (_, i) => aTrack({ trackId: `m${i}`, soundUrl: `m${i}` }));
    for (const { soundUrl } of many) size[soundUrl] = 1_000;
    for (let i = 0; i < 4; i++) await settle(many);
    expect(asked).toHaveLength(20);
    size = { b: 2 * MB, c: 2 * MB, d: 1_000 };
    await settle([b, c, d]);
    // The third is small enough, and yet plays after one that is not here.
    expect(asked.slice(20)).toEqual(['b', 'c']);
    expect(here(b, c, d)).toEqual(['b']);
  });

  it('lets go of what comes no longer, then of what comes last, and never of what plays', async () => {
    await settle([b, c, d]);
    expect(here(b, c, d)).toEqual(['b', 'c', 'd']);
    await settle([e, d], { playing: c });
    expect(here(b, c, d, e)).toEqual(['c', 'd', 'e']);
    expect(taken).toEqual(['blob:0']);
    await settle([b, e, d], { playing: c });
    expect(here(b, c, d, e)).toEqual(['b', 'c', 'e']);
    expect(given.filter((url) => !taken.includes(url))).toHaveLength(3);
  });

  it('gives up what comes no longer while it is fetched', async () => {
    let go = () => {};
    held = new Promise((resolve) => {
      go = resolve;
    });
    look([b]);
    look([c]);
    go();
    await settle([c]);
    expect(here(b, c)).toEqual(['c']);
  });

  it('asks again for what did not come, and not at once', async () => {
    isAway = true;
    await settle([b]);
    isAway = false;
    await settle([b]);
    expect(asked).toEqual(['b']);
    nowMs = 31_000;
    await settle([b]);
    expect(here(b)).toEqual(['b']);
  });

  it('takes nothing whose length nobody says, and lets go of everything in the end', async () => {
    const endless = vi.fn(async () => new Response(new Blob(['sound'])));
    const other = createSoundAhead({ fetch: endless, urls: URL, network: () => 'free', nowMs: () => 0 });
    other.look({ playing: a, coming: [b], isSounding: true, positionSeconds: 30, durationSeconds: 200 });
    await vi.waitFor(() => expect(endless).toHaveBeenCalled());
    await new Promise((resolve) => setTimeout(resolve));
    expect(other.has(b.trackId)).toBe(false);
    await settle([b, c]);
    ahead.close();
    expect(taken).toEqual(given);
    expect(here(b, c)).toEqual([]);
  });

  it('gives up a fetch that does not come to its end, and goes on with what comes after it', async () => {
    let answer = () => {};
    held = new Promise((resolve) => {
      answer = resolve;
    });
    look([b, c]);
    expect(asked).toEqual(['b']);
    nowMs = 121_000;
    look([b, c]);
    answer();
    await settle([b, c]);
    expect(asked).toEqual(['b', 'c']);
    expect(ahead.has(c.trackId)).toBe(true);
  });
});
