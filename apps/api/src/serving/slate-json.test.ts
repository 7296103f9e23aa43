import type { Slate } from '@segue/core/events';
import { ModelView, type Track } from '@segue/core/model';
import { cardOf, rankSlate } from '@segue/core/ranking';
import { someTracks } from '@segue/core/testing';
import { describe, expect, it } from 'vitest';
import { slateJson } from './slate-json.ts';

describe('slateJson', () => {
  it('writes what JSON.stringify writes, whatever a title says', () => {
    const model = new ModelView();
    const tracks = someTracks(60).map((track, i): Track => (i % 2 ? track : { ...track, title: `"rows":0,"yours":0 $& \u2028 ${i}` }));
    model.setTracks(tracks, []);
    const { parts, teams, placed, ...ranked } = rankSlate({
      model,
      taste: null,
      pending: [],
      nowMs: 1,
      size: 20,
      seed: 1,
      cardOf: (track) => cardOf(track, { soundUrl: '/a', coverUrl: '/c' }),
    });
    const slate: Slate = {
      revision: { epoch: 1, taste: 2, view: 3 },
      ...ranked,
      heard: null,
      timings: null,
      degraded: ['log'],
      teaching: 0.5,
    };
    const pinned = { ...slate, yours: slate.rows.slice(0, 2) };
    for (const one of [slate, pinned, { ...slate, rows: [] }]) {
      expect(slateJson(one)).toBe(JSON.stringify(one));
      expect(slateJson(one)).toBe(JSON.stringify(one));
    }
  });
});
