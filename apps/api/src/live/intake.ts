import { createHash } from 'node:crypto';
import { AppError } from '@segue/core/errors';
import {
  type Act,
  type ActType,
  type Answer,
  type EventId,
  encodeListenEvent,
  firstIssueOf,
  type Gesture,
  GestureSchema,
  HAND_ACTS,
  type ListenEvent,
  type ListenerId,
  MAX_MESSAGE_BYTES,
  type Origin,
  type Position,
  SILENT_ACTS,
  type TrackId,
} from '@segue/core/events';
import { MAX_BLOCKS, MAX_OUTBOXES, MAX_YOURS, type ModelView, WINDOW } from '@segue/core/model';
import type { Metrics } from '@segue/telemetry';
import type { AppendQueue } from './append-queue.ts';
import type { HeldTaste } from './held-taste.ts';
import type { Bucket } from './token-bucket.ts';
import type { UndoCheck } from './undo-check.ts';

/** What intake must know of the one who sends: kept for as long as they are connected. */
export interface Sender {
  readonly listener: ListenerId;
  readonly origin: Origin;
  readonly bucket: Bucket;
  /** Answers by outbox and number, newest last: a resending gets the same answer, other content is refused. */
  readonly answered: Map<string, { readonly content: string; readonly answer: Promise<Answer> }>;
  /** Lowest number that was told to come back, by outbox: higher ones wait behind it, so that order holds. */
  readonly heldBack: Map<string, { readonly number: number; readonly untilMs: number }>;
  readonly taste: () => HeldTaste | null;
  readonly isPending: (event: EventId) => boolean;
  /** How many acts of these types were acked and are not in the taste yet. */
  readonly pendingOf: (types: readonly ActType[]) => number;
  /** It goes to the log now. */
  readonly onSent: (event: ListenEvent) => void;
  /** The log has it. Resolves once every other instance can read of it too, or it was waited for long enough. */
  readonly onAcked: (position: Position, event: ListenEvent, bytes: Uint8Array) => Promise<void>;
}

export interface IntakeDeps {
  readonly queue: AppendQueue;
  readonly model: ModelView;
  readonly metrics: Metrics;
  readonly nowMs: () => number;
  readonly stopping: () => boolean;
  readonly checkUndo: UndoCheck;
  /** The log has it. */
  readonly onAppended: (event: ListenEvent) => void;
}

const MAX_ANSWERED = 512;
/** What an act is kept as until then: as it is where it is short, as most are, and else as its hash. */
const SHORT = 160;
const RETRY_MS = 500;
/** A number that was told to come back and was given up instead holds the ones behind it no longer than this. */
const HELD_BACK_MS = 10_000;

/** From a raw message to an answer: checks, stamps, appends. Nothing is thrown at the sender, and nothing half done. */
export function createIntake({ queue, model, metrics, nowMs, stopping, checkUndo, onAppended }: IntakeDeps) {
  let underWay = 0;
  const waitingForAll: (() => void)[] = [];

  async function take(sender: Sender, raw: unknown, receivedAtMs: number): Promise<Answer> {
    underWay++;
    try {
      const answer = await decide(sender, raw, receivedAtMs);
      return counted(answer.status === 'retry' ? answer : released(sender, raw, answer));
    } finally {
      underWay--;
      if (underWay === 0) for (const resolve of waitingForAll.splice(0)) resolve();
    }
  }

  /** Resolves once everything that was taken is answered, and the answers are on their way. */
  async function answeredAll(): Promise<void> {
    if (underWay > 0) await new Promise<void>((resolve) => waitingForAll.push(resolve));
    await new Promise((resolve) => setImmediate(resolve));
  }

  /** For more at once than a client may have under way: none of them is looked at. */
  function turnAway(sender: Sender, raw: unknown): Answer {
    return counted(held(sender, raw, retry('rate_limited', RETRY_MS)));
  }

  function counted(answer: Answer): Answer {
    metrics.count('segue_answers_total', { status: answer.status, code: answer.status === 'acked' ? '' : answer.code });
    return answer;
  }

  async function decide(sender: Sender, raw: unknown, receivedAtMs: number): Promise<Answer> {
    if (stopping()) return retry('stopping', RETRY_MS);
    const waitMs = sender.bucket.take();
    if (waitMs > 0) return held(sender, raw, retry('rate_limited', Math.max(50, waitMs)));
    const bytes = Buffer.byteLength(JSON.stringify(raw) ?? '');
    if (bytes > MAX_MESSAGE_BYTES)
      return refused('event_too_large', `a gesture has at most ${MAX_MESSAGE_BYTES} bytes; this one has ${bytes}`);
    const parsed = GestureSchema.safeParse(raw);
    if (!parsed.success) {
      const { field, reason } = firstIssueOf(parsed.error);
      return refused('event_malformed', reason, field);
    }
    const gesture = parsed.data;
    const behind = heldBackAt(sender, gesture.outbox);
    if (behind !== null && gesture.number > behind) return retry('rate_limited', 50);
    const key = `${gesture.outbox}:${gesture.number}`;
    // The content is what a number stands for; when it happened may be corrected between sendings.
    const content = contentOf(gesture.act);
    const before = sender.answered.get(key);
    if (before)
      return before.content === content
        ? before.answer
        : refused('number_reused', `number ${gesture.number} of this outbox was sent before with another content`, 'number');
    const problem = problemOf(gesture, sender) ?? (gesture.act.type === 'undo' ? await checkUndo(sender, gesture.act.event) : null);
    if (problem) return problem;
    const answer = append(sender, gesture, receivedAtMs);
    sender.answered.set(key, { content, answer });
    if (sender.answered.size > MAX_ANSWERED) sender.answered.delete(sender.answered.keys().next().value ?? '');
    const settled = await answer;
    if (settled.status !== 'retry') return settled;
    sender.answered.delete(key);
    return held(sender, raw, settled);
  }

  async function append(sender: Sender, gesture: Gesture, receivedAtMs: number): Promise<Answer> {
    const occurredAtMs = Math.min(Date.parse(gesture.occurredAt), receivedAtMs);
    const event: ListenEvent = {
      v: 1,
      listenerId: sender.listener,
      outbox: gesture.outbox,
      number: gesture.number,
      origin: sender.origin,
      receivedAtMs,
      occurredAtMs: Math.max(0, occurredAtMs),
      ...(gesture.shown ? { shown: gesture.shown } : {}),
      ...(gesture.trace ? { trace: gesture.trace } : {}),
      act: gesture.act,
    };
    const silent = SILENT_ACTS.has(gesture.act.type);
    if (!silent) sender.onSent(event);
    try {
      const bytes = encodeListenEvent(event);
      const position = await queue.append(sender.listener, bytes);
      // What is shown, and a seek, are no gestures: the list does not answer them.
      if (!silent) metrics.step('append', nowMs() - receivedAtMs, sender.origin);
      onAppended(event);
      if (HAND_ACTS.has(gesture.act.type)) await sender.onAcked(position, event, bytes);
      return { status: 'acked', position };
    } catch (cause) {
      return retry(cause instanceof AppError && cause.code === 'overloaded' ? 'overloaded' : 'log_unavailable', RETRY_MS);
    }
  }

  /** What the schema cannot see. */
  function problemOf(gesture: Gesture, sender: Sender): Answer | null {
    const { act } = gesture;
    const taste = sender.taste();
    for (const [field, id] of tracksOf(act)) if (!model.track(id)) return refused('track_unknown', `there is no track ${id}`, field);
    if (act.type === 'block' && act.subject.kind === 'artist') {
      const { id } = act.subject;
      if (!model.tracks().some((track) => track.artistId === id))
        return refused('artist_unknown', `there is no artist ${id}`, 'act.subject.id');
    }
    if (taste) {
      const isKnown = taste.outboxes.includes(gesture.outbox);
      const forgotten =
        !isKnown &&
        taste.outboxes.length >= MAX_OUTBOXES &&
        gesture.number > WINDOW &&
        ![...sender.answered.keys()].some((key) => key.startsWith(`${gesture.outbox}:`));
      if (forgotten) return refused('outbox_unknown', 'this outbox was forgotten: number what was never sent anew', 'outbox');
    }
    if (act.type === 'block' && (taste?.blocks ?? 0) + sender.pendingOf(['block']) >= MAX_BLOCKS)
      return refused('blocks_full', `at most ${MAX_BLOCKS} blocks are kept: take one back first`, 'act.subject');
    if ((act.type === 'queue' || act.type === 'pin') && (taste?.yours ?? 0) + sender.pendingOf(['queue', 'pin']) >= MAX_YOURS)
      return refused('yours_next_full', `Yours next holds at most ${MAX_YOURS} tracks`, 'act.trackId');
    return null;
  }

  /** The number that this outbox has to send again first; null where none. */
  function heldBackAt(sender: Sender, outbox: string): number | null {
    const known = sender.heldBack.get(outbox);
    if (!known) return null;
    const leftMs = known.untilMs - nowMs();
    // More than the whole of it is left where the clock was set back.
    if (leftMs > 0 && leftMs <= HELD_BACK_MS) return known.number;
    sender.heldBack.delete(outbox);
    return null;
  }

  /** Notes that this number comes again, so that higher ones of its outbox do not pass it. */
  function held(sender: Sender, raw: unknown, answer: Answer): Answer {
    const { outbox, number } = (raw ?? {}) as { outbox?: unknown; number?: unknown };
    if (typeof outbox !== 'string' || outbox.length > 64 || typeof number !== 'number') return answer;
    const known = heldBackAt(sender, outbox);
    sender.heldBack.set(outbox, { number: known === null ? number : Math.min(known, number), untilMs: nowMs() + HELD_BACK_MS });
    if (sender.heldBack.size > 16) sender.heldBack.clear();
    return answer;
  }

  /** Notes that this number was answered for good, acked or refused, so that higher ones need not wait for it. */
  function released(sender: Sender, raw: unknown, answer: Answer): Answer {
    const { outbox, number } = (raw ?? {}) as { outbox?: unknown; number?: unknown };
    if (typeof outbox === 'string' && sender.heldBack.get(outbox)?.number === number) sender.heldBack.delete(outbox);
    return answer;
  }

  return { take, turnAway, answeredAll };
}

function contentOf(act: Act): string {
  const json = JSON.stringify(act);
  return json.length <= SHORT ? json : createHash('sha1').update(json).digest('base64');
}

/** Tracks that have to exist. What takes something back may name one that has gone. */
function tracksOf(act: Act): [field: string, id: TrackId][] {
  if (act.type === 'block' || act.type === 'unblock')
    return act.type === 'block' && act.subject.kind === 'track' ? [['act.subject.id', act.subject.id]] : [];
  if (act.type === 'impression') return act.rows.map((row, i) => [`act.rows.${i}.trackId`, row.trackId]);
  if (act.type === 'profile') return (act.firstTracks ?? []).map((id, i) => [`act.firstTracks.${i}`, id]);
  if (act.type === 'unlike' || act.type === 'unpin' || act.type === 'unqueue') return [];
  return 'trackId' in act ? [['act.trackId', act.trackId]] : [];
}

const refused = (code: Extract<Answer, { status: 'refused' }>['code'], message: string, field?: string): Answer => ({
  status: 'refused',
  code,
  message,
  ...(field ? { field } : {}),
});
const retry = (code: Extract<Answer, { status: 'retry' }>['code'], afterMs: number): Answer => ({ status: 'retry', code, afterMs });
