import { join } from 'node:path';
import { type Act, asListenerId } from '@segue/core/events';
import { Learning, type Track } from '@segue/core/model';
import { cardOf, rankSlate } from '@segue/core/ranking';
import { anEvent } from '@segue/core/testing';
import { expect, it } from 'vitest';
import { readLastfm2k } from './lastfm-2k.ts';

const data = process.env['SEGUE_DATA'];
const NOW = Date.UTC(2026, 5);
const SIZE = 20;

/** All of lastfm-2k in one process, as a worker learns it, its long-term fit included. */
async function learntFromLastfm() {
  const { tracks, listens } = await readLastfm2k(join(data ?? '', 'lastfm-2k'), { seed: 1, addedAtMs: NOW });
  const learning = new Learning(tracks, { seed: 1 });
  for (const { listenerId, act, strength } of listens)
    learning.learn(
      anEvent(act, { listenerId, origin: 'imported', timeless: true, receivedAtMs: NOW, occurredAtMs: NOW, strength: strength ?? 1 }),
    );
  learning.settle();

  const byName = new Map(tracks.map((track) => [track.title, track]));
  const byId = new Map<string, Track>(tracks.map((track) => [track.id, track]));
  const hearOut = (name: string): Act => {
    const track = byName.get(name);
    if (!track) throw new Error(`lastfm-2k has no ${name}`);
    return { type: 'complete', trackId: track.id, heardFraction: 1 };
  };
  return {
    /** How many rows of the list are of the genre once somebody new has heard these artists out; sliders are in the middle. */
    rowsOf(genre: RegExp, artists: readonly string[]): number {
      const listenerId = asListenerId(`new-${genre.source}`);
      artists.forEach((name, i) => {
        const atMs = NOW + i * 240_000;
        learning.learn(anEvent(hearOut(name), { listenerId, receivedAtMs: atMs, occurredAtMs: atMs }));
      });
      const { rows } = rankSlate({
        model: learning.model,
        taste: learning.tasteOf(listenerId),
        pending: [],
        nowMs: NOW + artists.length * 240_000,
        size: SIZE,
        seed: 1,
        cardOf: (track) => cardOf(track, { soundUrl: '', coverUrl: '' }),
      });
      expect(rows).toHaveLength(SIZE);
      return rows.filter(({ track }) => byId.get(track.trackId)?.genres.some((name) => genre.test(name))).length;
    },
  };
}

it.skipIf(!data)(
  'after lastfm-2k, somebody who plays two metal bands sees metal, and somebody who plays two of pop sees pop',
  async () => {
    const learnt = await learntFromLastfm();
    expect(learnt.rowsOf(/metal/i, ['Metallica', 'Iron Maiden'])).toBeGreaterThan(SIZE / 2);
    expect(learnt.rowsOf(/pop/i, ['Britney Spears', 'Kylie Minogue'])).toBeGreaterThan(SIZE / 2);
  },
  // 40 s of work, and many times that on a machine that does other things too.
  900_000,
);
