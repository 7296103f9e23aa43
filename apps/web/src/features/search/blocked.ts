import type { ActOf, TrackCard } from '@segue/core/events';
import type { Done } from '../../live/index.ts';

export type BlockSubject = ActOf<'block'>['subject'];
/** What never plays, by kind and id. */
export type Blocked = ReadonlySet<string>;

const keyOf = ({ kind, id }: BlockSubject): string => `${kind} ${id}`;

export const blockedOf = (subjects: readonly BlockSubject[]): Blocked => new Set(subjects.map(keyOf));

/** What keeps a track from being played: its artist before itself, since that would keep it still; null where nothing does. */
export function blockOf(blocked: Blocked, { trackId, artistId }: TrackCard): BlockSubject | null {
  const subjects: readonly BlockSubject[] = [
    { kind: 'artist', id: artistId },
    { kind: 'track', id: trackId },
  ];
  return subjects.find((subject) => blocked.has(keyOf(subject))) ?? null;
}

/** What never plays once a visit that had done `before` has done `after`. */
export function blockedAfter(blocked: Blocked, before: readonly Done[], after: readonly Done[]): Blocked {
  const next = new Set(blocked);
  const obey = ({ act }: Done, isTakenBack: boolean) => {
    if (act.type !== 'block' && act.type !== 'unblock') return;
    if ((act.type === 'block') !== isTakenBack) next.add(keyOf(act.subject));
    else next.delete(keyOf(act.subject));
  };
  const without = (all: readonly Done[], some: readonly Done[]) => all.filter(({ event }) => !some.some((one) => one.event === event));
  // Only the last gestures are kept: one that goes when another comes was not taken back.
  if (after.length < before.length) for (const done of without(before, after).toReversed()) obey(done, true);
  for (const done of without(after, before)) obey(done, false);
  return next;
}
