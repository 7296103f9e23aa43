import type { Heard } from '@segue/core/events';

/** One sentence in three parts, so that the title can stand out and keep its own direction. */
export interface HeardWords {
  readonly before: string;
  readonly title: string | null;
  readonly after: string;
}

/** What the listener did by hand. A track that merely played or ended is not something they said. */
const SAID: Readonly<Record<string, { readonly of: string; readonly alone: string }>> = {
  skip: { of: 'Heard your skip of ', alone: 'Heard your skip' },
  like: { of: 'Heard that you like ', alone: 'Heard your like' },
  unlike: { of: 'Took your like off ', alone: 'Took your like back' },
  dislike: { of: 'Heard: less like ', alone: 'Heard: less like this' },
  block: { of: 'Gone for good: ', alone: 'Gone for good' },
  unblock: { of: 'May come back: ', alone: 'May come back' },
  more: { of: 'Heard: more like ', alone: 'Heard: more like this' },
  click: { of: 'Heard that you chose ', alone: 'Heard your choice' },
  queue: { of: 'In Yours next: ', alone: 'Put in Yours next' },
  pin: { of: 'Pinned: ', alone: 'Pinned' },
  unqueue: { of: 'Taken out of Yours next: ', alone: 'Taken out of Yours next' },
  unpin: { of: 'Taken out of Yours next: ', alone: 'Taken out of Yours next' },
  move: { of: 'Moved: ', alone: 'Moved' },
  tune: { of: 'Heard your sliders', alone: 'Heard your sliders' },
  profile: { of: 'Heard where you like to start', alone: 'Heard where you like to start' },
  undo: { of: 'Taken back: ', alone: 'Taken back' },
  erase: { of: 'Forgotten', alone: 'Everything is forgotten' },
};

/** Several of a kind in one sentence; kinds that are not here are said one by one. */
const SAID_OF_MANY: Readonly<Record<string, (count: number) => string>> = {
  skip: (count) => `Heard ${count} skips`,
  like: (count) => `Heard ${count} likes`,
  unlike: (count) => `Took ${count} likes back`,
  dislike: (count) => `Heard: less like ${count} tracks`,
  block: (count) => `Heard ${count} blocks`,
  unblock: (count) => `Took ${count} blocks back`,
  more: (count) => `Heard: more like ${count} tracks`,
  queue: (count) => `Put ${count} tracks in Yours next`,
  pin: (count) => `Pinned ${count} tracks`,
  unqueue: (count) => `Took ${count} tracks out of Yours next`,
  unpin: (count) => `Took ${count} tracks out of Yours next`,
  undo: (count) => `Taken back: ${count} gestures`,
};

const REDONE = { of: 'Heard again: ', alone: 'Heard again' };

/** What the heard line's button does: takes it back, or does again what was taken back; null for what stays. */
export function takesBack({ type }: Heard, isRedo: boolean): 'Undo' | 'Redo' | null {
  if (type === 'erase') return null;
  return type === 'undo' && !isRedo ? 'Redo' : 'Undo';
}

interface Spoken {
  readonly isRedo?: boolean;
  /** How many gestures the sentence speaks of. */
  readonly count?: number;
}

/** "Heard your skip of Concrete Sky: less hard rock, more slow pulse.", "Heard 3 skips: less swing, less slow soul." */
export function heardWords(heard: Heard, { isRedo = false, count = 1 }: Spoken = {}): HeardWords {
  const { type, title } = heard;
  const after = changeWords(heard);
  const many = count > 1 ? manyWords(type, isRedo, count) : null;
  if (many !== null) return { before: many, title: null, after };
  const said = isRedo ? REDONE : SAID[type];
  if (!said) return { before: 'Heard', title: null, after };
  return title === null ? { before: said.alone, title: null, after } : { before: said.of, title, after };
}

const manyWords = (type: string, isRedo: boolean, count: number): string | null =>
  isRedo ? `Heard again: ${count} gestures` : (SAID_OF_MANY[type]?.(count) ?? null);

function changeWords({ more, less, sum }: Heard): string {
  const named = sum ?? { more: more === null ? [] : [more], less: less === null ? [] : [less] };
  const change = [...named.less.map((genre) => `less ${genre}`), ...named.more.map((genre) => `more ${genre}`)].join(', ');
  if (change === '') return '.';
  return `: ${change}.`;
}

/** Said once, after the first gesture that a listener ever saw answered. */
export const FIRST_ANSWER = 'The list has answered: ▲, ▼ and “new” below say what moved.';

export const textOf = ({ before, title, after }: HeardWords): string => `${before}${title ?? ''}${after}`;

/** "Offline. 3 gestures are kept and will be heard when you are back." */
export function offlineWords(waiting: number): string {
  if (waiting === 0) return 'Offline. What you do is kept and will be heard when you are back.';
  return waiting === 1
    ? 'Offline. 1 gesture is kept and will be heard when you are back.'
    : `Offline. ${waiting} gestures are kept and will be heard when you are back.`;
}
