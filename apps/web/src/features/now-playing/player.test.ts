import type { Act, TrackCard } from '@segue/core/events';
import { beforeEach, describe, expect, it } from 'vitest';
import { aTrack } from '../../testing/builders.ts';
import { createPlayer, type Player } from './player.ts';

/** An element that plays when told, and reports what the test says that it plays. */
class FakeSound extends EventTarget {
  src = '';
  currentTime = 0;
  duration = 100;
  volume = 1;
  muted = false;
  refuses = false;
  async play(): Promise<void> {
    if (this.refuses) throw new DOMException('no gesture', 'NotAllowedError');
    this.dispatchEvent(new Event('playing'));
  }
  pause(): void {
    this.dispatchEvent(new Event('pause'));
  }
  reach(seconds: number): void {
    this.currentTime = seconds;
    this.dispatchEvent(new Event('timeupdate'));
  }
  end(): void {
    this.currentTime = this.duration;
    this.dispatchEvent(new Event('pause'));
    this.dispatchEvent(new Event('ended'));
  }
}

describe('the player', () => {
  const [a, b, c] = ['a', 'b', 'c'].map((id) => aTrack({ trackId: id, durationSeconds: 100 })) as [TrackCard, TrackCard, TrackCard];
  let sound: FakeSound;
  let screen: TrackCard[];
  let taught: Act[];
  let player: Player;

  beforeEach(() => {
    sound = new FakeSound();
    screen = [a, b, c];
    taught = [];
    player = createPlayer({
      sound: sound as unknown as HTMLAudioElement,
      first: (setAside) => screen.find((track) => !setAside.includes(track.trackId)) ?? null,
      teach: (act) => {
        taught.push(act);
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

  it('calls a natural end a skip when the listener seeked through it', () => {
    player.toggle();
    player.seek(95);
    sound.reach(95);
    sound.end();
    expect(taught).toContainEqual({ type: 'skip', trackId: 'a', heardFraction: 0.05 });
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

  it('says when nothing is left', () => {
    screen = [];
    player.toggle();
    expect(player.state().notice).toContain('Nothing is left');
  });
});
