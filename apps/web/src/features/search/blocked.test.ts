import { type Act, asArtistId, asTrackId } from '@segue/core/events';
import { describe, expect, it } from 'vitest';
import type { Done } from '../../live/index.ts';
import { aTrack } from '../../testing/builders.ts';
import { type BlockSubject, blockedAfter, blockedOf, blockOf } from './blocked.ts';

const track: BlockSubject = { kind: 'track', id: asTrackId('t1') };
const artist: BlockSubject = { kind: 'artist', id: asArtistId('artist-t1') };
const did = (event: string, act: Act) => ({ event, act }) as Done;
const block = did('box:1', { type: 'block', subject: track });
const unblock = did('box:2', { type: 'unblock', subject: track });
const other = did('box:3', { type: 'more', trackId: asTrackId('t2') });

describe('what never plays', () => {
  it('is what the server knew, and what this visit did since', () => {
    expect(blockedAfter(blockedOf([]), [], [block])).toEqual(blockedOf([track]));
    expect(blockedAfter(blockedOf([track, artist]), [], [block, unblock])).toEqual(blockedOf([artist]));
  });

  it('follows what is taken back', () => {
    expect(blockedAfter(blockedOf([track]), [block], [])).toEqual(blockedOf([]));
    expect(blockedAfter(blockedOf([]), [unblock], [])).toEqual(blockedOf([track]));
  });

  it('holds what became too old to be taken back', () => {
    expect(blockedAfter(blockedOf([track]), [block], [other])).toEqual(blockedOf([track]));
  });

  it('names the artist first: without that the track could not play either', () => {
    expect(blockOf(blockedOf([track, artist]), aTrack())).toEqual(artist);
    expect(blockOf(blockedOf([track]), aTrack())).toEqual(track);
    expect(blockOf(blockedOf([]), aTrack())).toBeNull();
  });
});
