import { type Act, asEventId, asTrackId } from '@segue/core/events';
import { expect, it } from 'vitest';
import { aTrack } from '../testing/builders.ts';
import { isBlockedIn } from './blocked.ts';
import { UndoStack } from './undo-stack.ts';

const track = aTrack({ trackId: 'a' });
const block: Act = { type: 'block', subject: { kind: 'track', id: track.trackId } };
const blockArtist: Act = { type: 'block', subject: { kind: 'artist', id: track.artistId } };
const unblock: Act = { ...block, type: 'unblock' };

it.each<readonly [string, readonly Act[], boolean]>([
  ['nothing', [], false],
  ['a like', [{ type: 'like', trackId: track.trackId }], false],
  ['a block', [block], true],
  ['a block of its artist', [blockArtist], true],
  ['a block of another', [{ type: 'block', subject: { kind: 'track', id: asTrackId('b') } }], false],
  ['a block, and its undo', [block, { type: 'undo', event: asEventId('box:1') }], false],
  ['a block, and an unblock', [block, unblock], false],
  ['an unblock while the artist is blocked', [blockArtist, unblock], true],
])('knows a blocked track after %s', (_, acts, expected) => {
  const stack = new UndoStack();
  acts.forEach((act, i) => {
    stack.did(asEventId(`box:${i + 1}`), act);
  });
  expect(isBlockedIn(stack.now.done, track)).toBe(expected);
});
