import type { Act, TrackCard } from '@segue/core/events';
import { beforeEach, describe, expect, it } from 'vitest';
import { aTrack } from '../../testing/builders.ts';
import { FakeSound } from '../../testing/fake-sound.ts';
import { createPlayer, type Player, type Taught } from './player.ts';
import type { KeptPlaying } from './player-state.ts';

describe('the player', () => {
  const [a, b, c] = ['a', 'b', 'c'].map((id) => aTrack({ trackId: id, durationSeconds: 100 })) as [TrackCard, TrackCard, TrackCard];
  let sound: FakeSound;
  let screen: TrackCard[];
  let taught: Act[];
  let about: Taught[];
  let putBack: Taught['left'] | null;
  let blocked: readonly TrackCard[];
  let offline: boolean;
  let taste: number;
  let player: Player;

  beforeEach(() => {
    sound = new FakeSound();
    screen = [a, b, c];
    taught = [];
    about = [];
    putBack = null;
    blocked = [];
    offline = false;
    taste = 1;
    player = createPlayer({
      sound: sound as unknown as HTMLAudioElement,
      first: (setAside) => screen.find((track) => !setAside.includes(track.trackId) && !blocked.includes(track)) ?? null,
      shownNow: (trackId) => ({ epoch: 1, taste, view: 1, rank: screen.findIndex((track) => track.trackId === trackId) }),
      isBlocked: (track) => blocked.includes(track),
      offline: () => offline,
      urlOf: (track) => track.soundUrl,
      resumes: (trackId) => (putBack?.card.trackId === trackId ? putBack : null),
      teach: (act, of = {}) => {
        taught.push(act);
        about.push(of);
        // What the live list does at once with an act that was made here.
        if ('trackId' in act && act.type !== 'seek') screen = screen.filter((track) => track.trackId !== act.trackId);
      },
    });
  });

  it('makes no sound and teaches nothing before a press', () => {
    expect(sound.src).toBe('');
    expect(player.state().status).toBe('idle');
    expect(taught).toEqual([]);
  });

  it('plays what stands first and says so once its sound starts', () => {
    player.toggle();
    expect(sound.src).toBe(a.soundUrl);
    expect(player.state()).toMatchObject({ status: 'playing', track: a });
    expect(taught).toEqual([{ type: 'play', trackId: 'a' }]);
  });

  it('names the list that a track was chosen from, though newer ones came before its sound', () => {
    sound.play = () => new Promise(() => {});
    player.playTrack(b, 5);
    taste = 2;
    screen = [b, a, c];
    sound.dispatchEvent(new Event('playing'));
    expect(taught.at(-1)).toEqual({ type: 'play', trackId: 'b' });
    expect(about.at(-1)?.shown).toEqual({ epoch: 1, taste: 1, view: 1, rank: 1 });
  });

  it('shows Play again, says why and teaches nothing when the browser refuses', async () => {
    sound.refuses = true;
    player.toggle();
    await expect.poll(() => player.state().status).toBe('paused');
    expect(player.state().notice).toContain('Press Play');
    expect(taught).toEqual([]);
  });

  it('skips with the share that sounded, and plays what stood first when it was pressed', () => {
    player.toggle();
    sound.reach(10);
    player.skip();
    expect(taught.slice(1)).toEqual([
      { type: 'play', trackId: 'b' },
      { type: 'skip', trackId: 'a', heardFraction: 0.1 },
    ]);
    expect(player.state().track).toEqual(b);
  });

  it('does not count what a seek jumped over', () => {
    player.toggle();
    sound.reach(10);
    player.seek(90);
    sound.reach(90);
    sound.reach(95);
    player.skip();
    expect(taught).toContainEqual({ type: 'seek', trackId: 'a', fromSeconds: 10, toSeconds: 90 });
    expect(taught).toContainEqual({ type: 'skip', trackId: 'a', heardFraction: 0.15 });
  });

  it("counts the element's own jumps as seeks too, such as a headset's", () => {
    player.toggle();
    sound.dispatchEvent(new Event('seeking'));
    sound.reach(80);
    sound.reach(90);
    player.skip();
    expect(taught).toContainEqual({ type: 'skip', trackId: 'a', heardFraction: 0.1 });
  });

  it('completes at the natural end with nine tenths heard, and sets the next source at once', () => {
    player.toggle();
    sound.reach(50);
    sound.end();
    expect(taught).toContainEqual({ type: 'complete', trackId: 'a', heardFraction: 1 });
    expect(sound.src).toBe(b.soundUrl);
  });

  it('learns nothing from a natural end that the listener seeked to, and goes on', () => {
    player.toggle();
    player.seek(95);
    sound.reach(95);
    sound.end();
    expect(player.state().track).toBe(b);
    expect(taught.map((act) => act.type)).toEqual(['play', 'seek', 'play']);
  });

  it('hears a hand that skips after a seek as a skip', () => {
    player.toggle();
    player.seek(95);
    sound.reach(95);
    player.skip();
    expect(taught).toContainEqual({ type: 'skip', trackId: 'a', heardFraction: 0 });
  });

  it('learns nothing from a track that cannot play, says so, and skip goes on to another', () => {
    sound.play = async () => {
      throw new DOMException('gone', 'NotSupportedError');
    };
    player.toggle();
    sound.dispatchEvent(new Event('error'));
    expect(player.state()).toMatchObject({ status: 'error', track: a });
    expect(player.state().notice).toContain('cannot play');
    player.skip();
    expect(player.state().track).toEqual(b);
    expect(taught).toEqual([]);
  });

  it('says that the network is gone, keeps the place, and goes on from there once it is back', () => {
    player.toggle();
    sound.reach(40);
    offline = true;
    sound.dispatchEvent(new Event('error'));
    expect(player.state()).toMatchObject({ status: 'error', positionSeconds: 40 });
    expect(player.state().notice).toContain('You are offline');
    offline = false;
    player.goOn();
    expect(sound.currentTime).toBe(40);
    expect(player.state()).toMatchObject({ status: 'playing', notice: null });
    expect(player.state().track).toEqual(a);
    // The same listen goes on.
    expect(taught).toEqual([{ type: 'play', trackId: 'a' }]);
    player.goOn();
    expect(sound.currentTime).toBe(40);
  });

  it('goes on by Play, or by its row, from where a long track broke', () => {
    player.toggle();
    sound.reach(40);
    for (const goOn of [player.toggle, () => player.playTrack(a, 5)]) {
      sound.currentTime = 0;
      sound.dispatchEvent(new Event('error'));
      goOn();
      expect(sound.currentTime).toBe(40);
      expect(player.state()).toMatchObject({ status: 'playing', positionSeconds: 40, heard: [[0, 40]], history: [] });
    }
    expect(taught).toEqual([{ type: 'play', trackId: 'a' }]);
  });

  it('plays a list of twenty one after the other with nobody at the page, each from the end of the one before', () => {
    screen = Array.from({ length: 20 }, (_, i) => aTrack({ trackId: `n${i}`, durationSeconds: 100 }));
    const wanted = screen.map((track) => track.trackId);
    const played: string[] = [];
    player.toggle();
    for (let i = 0; i < 20; i++) {
      played.push(player.state().track?.trackId ?? '');
      sound.currentTime = 0;
      for (let seconds = 0; seconds <= 95; seconds += 5) sound.reach(seconds);
      sound.end();
    }
    expect(played).toEqual(wanted);
    expect(taught.filter((act) => act.type === 'complete')).toHaveLength(20);
    expect(player.state().notice).toContain('Nothing is left');
  });

  it('goes through the rows on the screen when skips come before the first sound', () => {
    sound.play = () => new Promise(() => {});
    player.toggle();
    player.skip();
    player.skip();
    expect(player.state().track).toEqual(c);
    expect(taught).toEqual([]);
  });

  it('restarts after three seconds, goes back before them, teaches nothing by it, and Next returns', () => {
    player.toggle();
    sound.reach(10);
    player.previous();
    expect(sound.currentTime).toBe(0);
    player.skip();
    const before = taught.length;
    sound.reach(1);
    player.previous();
    expect(player.state().track).toEqual(a);
    player.skip();
    expect(player.state().track).toEqual(b);
    expect(taught.length).toBe(before);
  });

  it('hears a chosen row as a choice, and the track that it cuts short as a skip', () => {
    player.toggle();
    sound.reach(25);
    player.playTrack(c, 5);
    expect(taught.slice(1)).toEqual([
      { type: 'play', trackId: 'c' },
      { type: 'skip', trackId: 'a', heardFraction: 0.25 },
      { type: 'click', trackId: 'c' },
    ]);
    // The list may not hold it: a search found it, or the history.
    expect(about.at(-1)).toEqual({ atMs: 5, card: c });
  });

  it('pauses without teaching anything', () => {
    player.toggle();
    player.toggle();
    expect(player.state().status).toBe('paused');
    expect(taught.map((act) => act.type)).toEqual(['play']);
  });

  it('goes on without a skip when the playing track is blocked', () => {
    player.toggle();
    player.leave(a.trackId);
    expect(player.state().track).toEqual(b);
    expect(taught.some((act) => act.type === 'skip')).toBe(false);
  });

  it('never goes back, or forth, to what was blocked', () => {
    player.toggle();
    player.skip();
    player.skip();
    expect(player.state().history).toEqual([a, b]);
    sound.reach(1);
    blocked = [b];
    player.previous();
    expect(player.state().track).toEqual(a);
    blocked = [b, c];
    screen = [a, aTrack({ trackId: 'd' })];
    player.skip();
    expect(player.state()).toMatchObject({ track: { trackId: 'd' }, history: [a], ahead: [] });
  });

  it('does not go back to the playing track that was blocked, and shows it again once that is taken back', () => {
    player.toggle();
    player.skip();
    sound.play = () => new Promise(() => {});
    screen = [b, c];
    player.skip();
    blocked = [c];
    screen = [aTrack({ trackId: 'd' }), c];
    player.leave(c.trackId);
    expect(player.state()).toMatchObject({ track: { trackId: 'd' }, history: [a, b] });
    expect(player.state().setAside).not.toContain('c');
  });

  it('lets go of the playing track that was blocked when nothing else is left', async () => {
    screen = [a];
    player.toggle();
    sound.reach(40);
    blocked = [a];
    player.leave(a.trackId);
    expect(player.state()).toMatchObject({
      status: 'paused',
      track: null,
      positionSeconds: 0,
      notice: expect.stringContaining('Nothing is left'),
    });
    await Promise.resolve();
    expect(player.state().positionSeconds).toBe(0);
    blocked = [];
    screen = [b];
    player.toggle();
    expect(player.state()).toMatchObject({ status: 'playing', track: b, history: [] });
  });

  it('says when nothing is left', () => {
    screen = [];
    player.toggle();
    expect(player.state().notice).toContain('Nothing is left');
  });

  it('teaches a skip once when nothing is left, and hears the same track anew after Play', () => {
    screen = [a];
    player.toggle();
    sound.reach(40);
    player.skip();
    player.skip();
    expect(taught.map((act) => act.type)).toEqual(['play', 'skip']);
    player.toggle();
    sound.reach(50);
    player.skip();
    expect(taught.slice(2)).toEqual([
      { type: 'play', trackId: 'a' },
      { type: 'skip', trackId: 'a', heardFraction: 0.1 },
    ]);
  });

  it('goes on with a track that an undone skip put back, from where it was left', () => {
    player.toggle();
    sound.reach(40);
    player.skip();
    const left = about.find((one) => one.left !== undefined)?.left;
    expect(left).toMatchObject({ card: a, positionSeconds: 40, heard: [[0, 40]] });
    putBack = left ?? null;
    screen = [a, c];
    player.skip();
    expect(player.state()).toMatchObject({ track: a, positionSeconds: 40 });
    expect(sound.currentTime).toBe(40);
    sound.reach(40.2);
    sound.reach(100);
    sound.end();
    expect(taught.findLast((act) => act.type === 'complete')).toMatchObject({ trackId: 'a', heardFraction: expect.closeTo(1, 2) });
  });

  it('shows after a reload what played, paused at its place, without loading or teaching anything', () => {
    player.restore({ track: b, positionSeconds: 30, heard: [[0, 30]], started: true, revisited: false, history: [a] }, false);
    expect(player.state()).toMatchObject({ status: 'paused', track: b, positionSeconds: 30, elsewhere: false });
    expect(sound.src).toBe('');
    expect(taught).toEqual([]);
    player.toggle();
    expect(sound.src).toBe(b.soundUrl);
    expect(sound.currentTime).toBe(30);
    // Its sound had started before: the log has its play.
    expect(taught).toEqual([]);
    player.skip();
    expect(taught.at(-1)).toEqual({ type: 'skip', trackId: 'b', heardFraction: 0.3 });
  });

  it('restarts by Previous after a reload, though the element says nothing before it knows the track', () => {
    player.restore({ track: b, positionSeconds: 83, heard: [[0, 83]], started: true, revisited: false, history: [a] }, false);
    player.previous();
    expect(sound.currentTime).toBe(0);
    expect(player.state()).toMatchObject({ track: b, positionSeconds: 0, heard: [[0, 83]] });
    player.previous();
    expect(player.state().track).toEqual(a);
  });

  it('hears nothing of its own late report, or failure, once it shows what another tab plays', async () => {
    player.toggle();
    sound.reach(10);
    const there: KeptPlaying = { track: b, positionSeconds: 2, heard: [[0, 2]], started: true, revisited: false, history: [] };
    player.restore(there, true);
    await Promise.resolve();
    sound.dispatchEvent(new Event('error'));
    expect(player.state()).toMatchObject({ ...there, status: 'paused' });
  });

  it('takes no late start or end of its own element for one of what another tab plays', () => {
    sound.play = () => new Promise(() => {});
    player.toggle();
    const there: KeptPlaying = { track: b, positionSeconds: 99, heard: [[0, 99]], started: false, revisited: false, history: [] };
    player.restore(there, true);
    sound.dispatchEvent(new Event('playing'));
    sound.dispatchEvent(new Event('ended'));
    expect(player.state()).toMatchObject({ ...there, status: 'paused' });
    expect(taught).toEqual([]);
  });

  it('falls silent when another tab sounds, and takes the sound back by its own Play', () => {
    player.toggle();
    sound.reach(10);
    player.restore({ track: a, positionSeconds: 12, heard: [[0, 12]], started: true, revisited: false, history: [] }, true);
    expect(player.state()).toMatchObject({ status: 'paused', elsewhere: true, positionSeconds: 12 });
    player.toggle();
    expect(player.state()).toMatchObject({ status: 'playing', elsewhere: false });
    expect(taught.filter((act) => act.type === 'play')).toHaveLength(1);
  });
});
