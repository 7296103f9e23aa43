import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { EvaluationError } from '../evaluation-error.ts';

export interface Line {
  /** Counted from 1. */
  readonly number: number;
  readonly text: string;
  /** The first that is not empty: a head stands there. */
  readonly isFirst: boolean;
}

/** As many bad lines are told as fit on a screen. */
const TOLD = 10;

/**
 * Reads a file line by line. A figure over rows that were silently left out would be a figure of something else, so bad
 * lines end the run; all of them are looked at first, and the first few are told with their reasons.
 */
export async function parseLines(file: string, parse: (line: Line) => string | null): Promise<void> {
  let bytes: Buffer;
  try {
    bytes = await readFile(file);
  } catch (cause) {
    throw new EvaluationError(`${file} cannot be read (${(cause as NodeJS.ErrnoException).code ?? 'unknown'})`, { cause });
  }
  const bad: string[] = [];
  let count = 0;
  let isFirst = true;
  for (const { number, text } of linesOf(bytes)) {
    const reason = text === null ? 'not UTF-8' : parse({ number, text: isFirst ? text.replace(/^\uFEFF/, '') : text, isFirst });
    isFirst = false;
    if (reason === null) continue;
    count++;
    if (count <= TOLD) bad.push(`${basename(file)}:${number}: ${reason}`);
  }
  if (count > TOLD) bad.push(`and ${count - TOLD} more lines`);
  if (count > 0) throw new EvaluationError(bad.join('\n'));
}

function* linesOf(bytes: Buffer): Generator<{ readonly number: number; readonly text: string | null }> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let start = 0;
  for (let number = 1; start < bytes.length; number++) {
    let end = bytes.indexOf(10, start);
    if (end < 0) end = bytes.length;
    const line = bytes.subarray(start, bytes[end - 1] === 13 ? end - 1 : end);
    start = end + 1;
    if (line.length === 0) continue;
    let text: string | null = null;
    try {
      text = decoder.decode(line);
    } catch {
      // Told with its number.
    }
    yield { number, text };
  }
}
