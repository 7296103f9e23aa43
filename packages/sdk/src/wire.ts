import type { Answer, Position, Revision, Slate, Status } from '@segue/core/events';

// The schemas of @segue/core/events say the same and more, but they would bring zod into every page's first load. Small
// guards stand here instead; wire.test.ts holds them and these numbers to the schemas.

/** Gestures that may be sent and not yet answered. */
export const MAX_UNACKED = 64;
export const SOCKET_PATH = '/socket.io';
/** Acts that never cause a slate, so no slate is awaited after them. */
export const SILENT: ReadonlySet<string> = new Set(['impression', 'seek']);

/** Negative, zero or positive: epoch first, then taste, then view. */
export function compareRevisions(a: Revision, b: Revision): number {
  return a.epoch - b.epoch || a.taste - b.taste || a.view - b.view;
}

/** Whether a slate that covers `covers` shows what stands at `position`. A newer log's slate covers all of an older one. */
export function covered(covers: Position | null, position: Position): boolean {
  if (!covers) return false;
  if (covers.epoch !== position.epoch) return covers.epoch > position.epoch;
  return covers.partition === position.partition && covers.offset >= position.offset;
}

type Json = Readonly<Record<string, unknown>>;
const isRecord = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value);
const isCount = (value: unknown): value is number => typeof value === 'number' && Number.isInteger(value) && value >= 0;
const isNumber = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value);
const isText = (value: unknown): value is string => typeof value === 'string';
const isListOf = (value: unknown, is: (item: unknown) => boolean): boolean => Array.isArray(value) && value.every(is);

const isRevision = (value: unknown): value is Revision =>
  isRecord(value) && isCount(value['epoch']) && isCount(value['taste']) && isCount(value['view']);

const isPosition = (value: unknown): value is Position =>
  isRecord(value) && isCount(value['epoch']) && isCount(value['partition']) && isCount(value['offset']);

const isRow = (value: unknown): boolean => {
  if (!isRecord(value) || !isRecord(value['track']) || !isRecord(value['reason'])) return false;
  const { track, reason } = value as { track: Json; reason: Json };
  return (
    isText(track['trackId']) &&
    isText(track['artistId']) &&
    isText(track['title']) &&
    isText(track['artist']) &&
    isText(reason['kind']) &&
    isText(reason['text']) &&
    isListOf(reason['shares'], isRecord)
  );
};

/** A slate as far as drawing and ordering need it: what is not one never replaces the list that stands. */
export function isSlate(value: unknown): value is Slate {
  return (
    isRecord(value) &&
    isRevision(value['revision']) &&
    (value['covers'] === null || isPosition(value['covers'])) &&
    isListOf(value['rows'], isRow) &&
    isListOf(value['yours'], isRow) &&
    isListOf(value['liked'], isText) &&
    isListOf(value['degraded'], isText) &&
    Array.isArray(value['genres']) &&
    isRecord(value['tune']) &&
    (value['teaching'] === null || isNumber(value['teaching']))
  );
}

export function isAnswer(value: unknown): value is Answer {
  if (!isRecord(value)) return false;
  if (value['status'] === 'acked') return isPosition(value['position']);
  if (value['status'] === 'refused') return isText(value['code']) && isText(value['message']);
  return value['status'] === 'retry' && isNumber(value['afterMs']) && value['afterMs'] > 0;
}

export function isStatus(value: unknown): value is Status {
  return isRecord(value) && isListOf(value['degraded'], isText) && (value['teaching'] === null || isNumber(value['teaching']));
}

/** The server's clock out of a `ping`'s answer, ms since 1970, or null if it is none. */
export function serverMsOf(value: unknown): number | null {
  return isRecord(value) && isNumber(value['serverMs']) ? value['serverMs'] : null;
}
