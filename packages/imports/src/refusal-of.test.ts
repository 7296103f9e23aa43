import { type Act, asListenerId, asTrackId } from '@segue/core/events';
import { completes, likes, trackId } from '@segue/core/testing';
import { expect, it } from 'vitest';
import { refusalOf } from './refusal-of.ts';

const NOW = Date.UTC(2026, 5);
const here = { nowMs: NOW, tracks: new Set([trackId(1), trackId(2)]) };
const aRow = (act: Act, atMs: number | null = null) => ({
  listenerId: asListenerId('u1'),
  act,
  atMs,
  strength: null,
  file: 'rows',
  line: 4,
});

it('takes what has no time or was up to now, and refuses what is still to come', () => {
  expect(refusalOf(aRow(likes(1)), here)).toBeNull();
  expect(refusalOf(aRow(likes(1), NOW), here)).toBeNull();
  expect(refusalOf(aRow(likes(1), NOW + 1), here)).toEqual({
    file: 'rows',
    line: 4,
    reason: 'its time is still to come',
    value: '2026-06-01T00:00:00.001Z',
  });
});

it('refuses an act that names any track which nobody told of', () => {
  const nowhere = asTrackId('nowhere');
  const shown = (id: typeof nowhere) => ({ trackId: id, rank: 0, propensity: 1 });
  for (const act of [
    { type: 'complete', trackId: nowhere, heardFraction: 1 },
    { type: 'block', subject: { kind: 'track', id: nowhere } },
    { type: 'profile', firstTracks: [trackId(1), nowhere] },
    { type: 'impression', rows: [shown(trackId(1)), shown(nowhere)] },
  ] satisfies Act[])
    expect(refusalOf(aRow(act), here)).toMatchObject({ reason: expect.stringContaining('neither'), value: 'nowhere' });
  for (const act of [
    completes(2),
    { type: 'profile', genres: ['folk'] },
    { type: 'tune', discover: 0, energy: 1 },
    { type: 'impression', rows: [shown(trackId(1))] },
  ] satisfies Act[])
    expect(refusalOf(aRow(act), here)).toBeNull();
});
