import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ImportError, type Refusal } from './source.ts';

export interface Line {
  /** Counted from 1. */
  readonly number: number;
  readonly text: string;
}

/** Reads a file's lines; a line that is not UTF-8 is refused with its number, and the rest goes on. */
export async function readLines(folder: string, file: string, refusals: Refusal[]): Promise<Line[]> {
  let bytes: Buffer;
  try {
    bytes = await readFile(join(folder, file));
  } catch (cause) {
    throw new ImportError(
      `${join(folder, file)} cannot be read (${(cause as NodeJS.ErrnoException).code ?? 'unknown'}): is this the right folder?`,
      { cause },
    );
  }
  const decoder = new TextDecoder('utf-8', { fatal: true });
  const out: Line[] = [];
  let start = 0;
  for (let number = 1; start < bytes.length; number++) {
    let end = bytes.indexOf(10, start);
    if (end < 0) end = bytes.length;
    const line = bytes.subarray(start, bytes[end - 1] === 13 ? end - 1 : end);
    start = end + 1;
    if (line.length === 0) continue;
    try {
      out.push({ number, text: decoder.decode(line) });
    } catch {
      refusals.push({ file, line: number, reason: 'not UTF-8' });
    }
  }
  return out;
}

/** Checks the first line's columns and gives the rest. */
export function afterHeader(lines: readonly Line[], file: string, header: readonly string[], separator: string): Line[] {
  const columns = lines[0]?.text
    .replace(/^\uFEFF|^\/\//, '')
    .split(separator)
    .map((column) => column.trim());
  if (!columns || header.some((name, i) => columns[i] !== name)) {
    throw new ImportError(
      `${file} should start with the columns ${header.join(', ')}; it starts with ${columns?.slice(0, 8).join(', ') ?? 'nothing'}`,
    );
  }
  return lines.slice(1);
}

/** Splits a CSV line, quotes as in RFC 4180; null where a quote is left open. */
export function splitCsv(text: string): string[] | null {
  const out: string[] = [];
  let field = '';
  let quoted = false;
  for (let i = 0; i < text.length; i++) {
    const char = text[i];
    if (quoted) {
      if (char !== '"') field += char;
      else if (text[i + 1] === '"') {
        field += '"';
        i++;
      } else quoted = false;
    } else if (char === '"' && field === '') quoted = true;
    else if (char === ',') {
      out.push(field);
      field = '';
    } else field += char;
  }
  out.push(field);
  return quoted ? null : out;
}
