import type { Act, TrackId } from '@segue/core/events';

/** What a listener did with a track, as the kept history says it. */
export type Kept = 'play' | 'skip' | 'complete' | 'like' | 'unlike' | 'dislike' | 'block' | 'unblock';

const KEPT: Readonly<Record<Kept, string>> = {
  play: 'Played',
  skip: 'Skipped',
  complete: 'Heard to the end',
  like: 'Liked',
  unlike: 'Like taken back',
  dislike: 'Less like this',
  block: 'Never again',
  unblock: 'Allowed again',
};

/** "Skipped after 12 %" */
export function keptWords(type: Kept, heardFraction: number | null): string {
  return type === 'skip' && heardFraction !== null ? `Skipped after ${Math.round(heardFraction * 100)} %` : KEPT[type];
}

/** A gesture of this visit, whether the history keeps it or not; a redone undo of another visit has no more words than that. */
export function gestureWords(act: Act): string {
  switch (act.type) {
    case 'click':
      return 'Chosen';
    case 'more':
      return 'More like this';
    case 'queue':
      return 'Put in Yours next';
    case 'pin':
      return 'Pinned';
    case 'unqueue':
    case 'unpin':
      return 'Taken out of Yours next';
    case 'move':
      return 'Moved in Yours next';
    case 'tune':
      return 'Sliders moved';
    case 'undo':
      return 'Done again';
    case 'skip':
      return keptWords('skip', act.heardFraction);
    case 'play':
    case 'complete':
    case 'like':
    case 'unlike':
    case 'dislike':
    case 'block':
    case 'unblock':
      return KEPT[act.type];
    case 'profile':
    case 'erase':
    case 'impression':
    case 'seek':
      return 'Told';
  }
}

/** What does the opposite of something too old to be taken back; null where nothing does: what was heard was heard. */
export function inverseOf(type: Kept, trackId: TrackId): { readonly act: Act; readonly words: string } | null {
  switch (type) {
    case 'like':
      return { act: { type: 'unlike', trackId }, words: 'Unlike' };
    case 'unlike':
      return { act: { type: 'like', trackId }, words: 'Like' };
    case 'block':
      return { act: { type: 'unblock', subject: { kind: 'track', id: trackId } }, words: 'Unblock' };
    case 'unblock':
      return { act: { type: 'block', subject: { kind: 'track', id: trackId } }, words: 'Block' };
    case 'play':
    case 'skip':
    case 'complete':
    case 'dislike':
      return null;
  }
}
