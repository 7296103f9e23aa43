import { ImportError } from './source.ts';

export interface Line {
  /** Counted from 1. */
  readonly number: number;
  readonly text: string;
}

/** An id of a set: it has to fit behind the set's name in one of ours. */
export const isRowId = (text: string | undefined): text is string => text !== undefined && /^\d{1,18}$/.test(text);
export const NO_ROW_ID = 'is not 1 to 18 digits';

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
