import type { EventId, Heard, TrackCard } from '@segue/core/events';
import { remembered } from '../storage/index.ts';
import type { LeftAt } from './put-back.ts';
import { MAX_DONE, type Stacked } from './undo-stack.ts';

/** What of a visit outlives a page: what was said, what can be taken back, and what was put back. */
export interface KeptVisit extends Stacked {
  readonly said: Heard | null;
  /** When something in it changed last, ms since 1970. */
  readonly atMs: number;
}

/** Where a visit is kept over a reload, and the line to the listener's other tabs. */
export interface VisitKeeper {
  /** What the page before kept; null where there was none. */
  read(): KeptVisit | null;
  /** Keeps it for the next page of this tab. */
  keep(visit: KeptVisit): void;
  /** Tells the other tabs of it. */
  tell(visit: KeptVisit): void;
  /** Opens the line and asks the others what they have; `mine` is what they are told when they ask. Returns the undo. */
  open(line: {
    readonly told: (visit: KeptVisit) => void;
    readonly mine: () => KeptVisit | null;
    readonly leaving: () => void;
  }): () => void;
}

const NAME = 'segue-visit-done';
const ASK = 'ask';

/** A tab's own storage: two listeners that share a browser one after the other do not share a tab's visit. */
export function createVisitKeeper(): VisitKeeper {
  const kept = remembered<KeptVisit | null>(
    NAME,
    null,
    (raw): raw is KeptVisit | null => raw === null || isKept(raw),
    () => sessionStorage,
  );
  let channel: BroadcastChannel | null = null;
  return {
    read: kept.read,
    keep: kept.write,
    tell: (visit) => channel?.postMessage(visit),
    open({ told, mine, leaving }) {
      addEventListener('pagehide', leaving);
      // Where the browser has no such line, each tab is on its own.
      const line = typeof BroadcastChannel === 'undefined' ? null : new BroadcastChannel(NAME);
      channel = line;
      line?.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
        const visit = data === ASK ? mine() : null;
        if (visit) line.postMessage(visit);
        if (isKept(data)) told(data);
      });
      line?.postMessage(ASK);
      return () => {
        removeEventListener('pagehide', leaving);
        line?.close();
        channel = null;
      };
    },
  };
}

/** The visit as the server names its gestures: a page may know one by another name until it has its number. */
export function withServerNames({ done, undone, lastRedo, said, ...rest }: KeptVisit, nameOf: (event: EventId) => EventId): KeptVisit {
  const sum = said?.sum && { ...said.sum, events: said.sum.events.map(nameOf) };
  return {
    ...rest,
    done: done.map((one) => ({ ...one, event: nameOf(one.event), gesture: nameOf(one.gesture), step: nameOf(one.step) })),
    undone: undone.map((one) => ({ ...one, by: nameOf(one.by), gesture: nameOf(one.gesture), step: nameOf(one.step) })),
    lastRedo: lastRedo && nameOf(lastRedo),
    said: said && { ...said, event: nameOf(said.event), ...(sum && { sum }) },
  };
}

type Fields = Partial<Record<string, unknown>>;
const isFields = (raw: unknown): raw is Fields => typeof raw === 'object' && raw !== null;
const areTexts = (...raw: unknown[]): boolean => raw.every((one) => typeof one === 'string');
const isTextOrNull = (raw: unknown): boolean => raw === null || typeof raw === 'string';
const isListOf = (raw: unknown, isOne: (one: unknown) => boolean): boolean =>
  Array.isArray(raw) && raw.length <= MAX_DONE && raw.every(isOne);

/** A page or a tab of an older version may have said something else. */
function isKept(raw: unknown): raw is KeptVisit {
  if (!isFields(raw)) return false;
  return (
    isListOf(raw['done'], (one) => isStacked(one, 'event')) &&
    isListOf(raw['undone'], (one) => isStacked(one, 'by')) &&
    isListOf(raw['putBack'], isLeft) &&
    isTextOrNull(raw['lastRedo']) &&
    (raw['said'] === null || isHeard(raw['said'])) &&
    typeof raw['atMs'] === 'number'
  );
}

function isStacked(raw: unknown, name: 'event' | 'by'): boolean {
  if (!isFields(raw) || !isFields(raw['act'])) return false;
  const { gesture, step, title, left, nth, act } = raw;
  const isWhole = areTexts(raw[name], gesture, step, act['type']) && isTextOrNull(title) && typeof nth === 'number';
  return isWhole && (left === undefined || isLeft(left));
}

function isLeft(raw: unknown): raw is LeftAt {
  if (!isFields(raw) || !isFields(raw['card']) || !Array.isArray(raw['heard'])) return false;
  const { trackId, title, artistId, artist, genre, soundUrl, coverUrl, durationSeconds } = raw['card'] as Partial<TrackCard>;
  const isCard = areTexts(trackId, title, artistId, artist, genre, soundUrl, coverUrl) && typeof durationSeconds === 'number';
  return isCard && typeof raw['positionSeconds'] === 'number';
}

function isHeard(raw: unknown): boolean {
  if (!isFields(raw) || !areTexts(raw['event'], raw['type'])) return false;
  const { sum } = raw;
  const isSum = sum === undefined || (isFields(sum) && [sum['events'], sum['more'], sum['less']].every(Array.isArray));
  return isSum && [raw['title'], raw['more'], raw['less']].every(isTextOrNull);
}
