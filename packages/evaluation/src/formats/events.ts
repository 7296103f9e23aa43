import { eventIdOf, LeftOutOfLog, type ListenEvent, parseEventLine } from '@segue/core/events';
import { lessonOf } from '@segue/core/model';
import { type Interactions, interactionsOf, type Row } from '../data/interactions.ts';
import { EvaluationError } from '../evaluation-error.ts';
import { nameOf } from './file-name.ts';
import { parseLines } from './lines.ts';

/** Our own lines, as `npm run log -- export` writes them. What counts as a listen for the model counts here. */
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
      `${file}: ${timeless} of ${rows.length} listens have no time: evaluate those with times and those without by themselves (\`npm run log -- export --origin person\` writes what people did here, and no import)`,
    );
  }
  return interactionsOf(nameOf(file), rows, timeless > 0 ? 'none' : 'by-time', seed);
}

/**
 * The events of a file of lines, each once, for a log may hold twice what was sent twice; and without what was undone or
 * erased, which the app has not learnt either.
 */
export async function parseListenEvents(file: string, take: (event: ListenEvent) => void): Promise<void> {
  const all = new LeftOutOfLog();
  await parseEachOnce(file, (event) => all.note(event));
  const left = all.known();
  let place = 0;
  await parseEachOnce(file, (event) => {
    if (!left.has(event, place++)) take(event);
  });
}

async function parseEachOnce(file: string, take: (event: ListenEvent) => void): Promise<void> {
  const known = new Set<string>();
  await parseLines(file, (text) => {
    const line = parseEventLine(text);
    switch (line.kind) {
      case 'track':
        return null;
      case 'bad':
        return line.value === null ? line.reason : `${line.reason} (${line.value})`;
      case 'event': {
        const id = `${line.event.listenerId}/${eventIdOf(line.event)}`;
        if (!known.has(id)) take(line.event);
        known.add(id);
        return null;
      }
    }
  });
}
