// @vitest-environment jsdom
import { cleanup, render } from '@testing-library/react';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { aTrack } from '../../testing/builders.ts';
import { FakeSound } from '../../testing/fake-sound.ts';
import { rememberedPlaying } from './kept-playing.ts';
import { createPlayer, type Player } from './player.ts';
import { useKeptPlaying } from './use-kept-playing.ts';

/** The line between the tabs: what this one said, and what the test says as another. */
class Line extends EventTarget {
  said: unknown[] = [];
  postMessage(message: unknown): void {
    this.said.push(structuredClone(message));
  }
  tell(data: unknown): void {
    this.dispatchEvent(new MessageEvent('message', { data }));
  }
}

const [a, b] = [aTrack({ trackId: 'a' }), aTrack({ trackId: 'b' })];
const keptAt = (positionSeconds: number, track = a) => ({
  track,
  positionSeconds,
  heard: [],
  started: true,
  revisited: false,
  history: [],
});
let line: Line;
let player: Player;
let blocked: boolean;
let sound: FakeSound;

function Surroundings() {
  useKeptPlaying(player);
  return null;
}

beforeEach(() => {
  line = new Line();
  vi.stubGlobal('BroadcastChannel', function Channel() {
    return line;
  });
  blocked = false;
  rememberedPlaying.write(keptAt(30));
  sound = new FakeSound();
  player = createPlayer({
    sound: sound as unknown as HTMLAudioElement,
    first: () => (blocked ? null : a),
    shownNow: () => undefined,
    teach: () => {},
    isBlocked: () => blocked,
    resumes: () => null,
    offline: () => false,
    urlOf: (track) => track.soundUrl,
  });
  render(<Surroundings />);
});
afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

const leave = () => dispatchEvent(new Event('pagehide'));

it('tells of a seek and a restart while paused', () => {
  player.seek(50);
  expect(line.said).toMatchObject([{ kept: { positionSeconds: 50 }, soundsSince: null }]);
  player.previous();
  expect(line.said.at(-1)).toMatchObject({ kept: { positionSeconds: 0 }, soundsSince: null });
  expect(rememberedPlaying.read()).toMatchObject({ positionSeconds: 0 });
});

it('shows what another tab did, tells nothing of it, and does not overwrite it when it closes', () => {
  player.seek(50);
  line.said = [];
  line.tell({ kept: keptAt(80), soundsSince: null });
  line.tell({ kept: keptAt(5, b), soundsSince: null });
  expect(player.state()).toMatchObject({ track: { trackId: 'b' }, positionSeconds: 5 });
  rememberedPlaying.write(keptAt(7, b));
  leave();
  expect(line.said).toEqual([]);
  expect(rememberedPlaying.read()).toMatchObject({ positionSeconds: 7 });
  player.seek(20);
  leave();
  expect(rememberedPlaying.read()).toMatchObject({ track: { trackId: 'b' }, positionSeconds: 20 });
});

it('is silent of the sound that another tab took, and tells again once it takes it back', () => {
  player.toggle();
  line.tell({ kept: keptAt(60, b), soundsSince: Date.now() + 1_000 });
  line.said = [];
  player.seek(10);
  leave();
  expect(line.said).toEqual([]);
  player.toggle();
  expect(line.said.at(-1)).toMatchObject({ kept: { track: { trackId: 'b' } }, soundsSince: expect.any(Number) });
});

it('keeps nothing to play of a track that was blocked', () => {
  blocked = true;
  player.leave(a.trackId);
  expect(rememberedPlaying.read()).toBeNull();
});

it('tells at once that a track has sounded', () => {
  sound.play = () => new Promise(() => {});
  player.playTrack(b);
  expect(line.said.at(-1)).toMatchObject({ kept: { track: { trackId: 'b' }, started: false } });
  sound.dispatchEvent(new Event('playing'));
  expect(line.said.at(-1)).toMatchObject({ kept: { track: { trackId: 'b' }, started: true } });
});
