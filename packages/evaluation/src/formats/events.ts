import { firstIssueOf, type ListenEvent, ListenEventSchema } from '@segue/core/events';
import { lessonOf } from '@segue/core/model';
import type { z } from 'zod';
import { type Interactions, interactionsOf, type Row } from '../data/interactions.ts';
import { EvaluationError } from '../evaluation-error.ts';
import { nameOf } from './file-name.ts';
import { parseLines } from './lines.ts';

/** Our own log, one event a line as JSON, as the log holds it. What counts as a listen for the model counts here. */
export async function readEvents(file: string, seed: number): Promise<Interactions> {
  const rows: Row[] = [];
  let timeless = 0;
  await parseListenEvents(file, ({ listenerId, act, strength, occurredAtMs, timeless: withoutTime }) => {
    const lesson = lessonOf(act, strength);
    if (!lesson?.listened) return;
    if (withoutTime) timeless++;
    rows.push({ user: listenerId, item: lesson.trackId, strength: lesson.weight, atMs: withoutTime ? null : occurredAtMs });
  });
  if (timeless > 0 && timeless < rows.length) {
    throw new EvaluationError(
      `${file}: ${timeless} of ${rows.length} listens have no time: evaluate those with times and those without by themselves`,
    );
  }
  return interactionsOf(nameOf(file), rows, timeless > 0 ? 'none' : 'by-time', seed);
}

export async function parseListenEvents(file: string, take: (event: ListenEvent) => void): Promise<void> {
  await parseLines(file, ({ text }) => {
    let raw: unknown;
    try {
      raw = JSON.parse(text);
    } catch {
      return 'not JSON; a half line at the end means that the file was cut';
    }
    const parsed = ListenEventSchema.safeParse(raw);
    if (!parsed.success) return sentenceOf(parsed.error);
    take(parsed.data);
    return null;
  });
}

function sentenceOf(error: z.ZodError): string {
  const { field, reason } = firstIssueOf(error);
  return field ? `${field}: ${reason}` : reason;
}
