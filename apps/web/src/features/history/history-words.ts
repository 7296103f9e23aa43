/** What a listener did with a track, as history says it. */
export type Done = 'play' | 'skip' | 'complete' | 'like' | 'unlike' | 'dislike' | 'block' | 'unblock';

const WORDS: Readonly<Record<Done, string>> = {
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
export function doneWords(type: Done, heardFraction: number | null): string {
  return type === 'skip' && heardFraction !== null ? `Skipped after ${Math.round(heardFraction * 100)} %` : WORDS[type];
}
