import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Line } from './lines.ts';
import { ImportError, type Refusal } from './source.ts';

/** The files of one history: their lines, and what was refused in them. */
export class HistoryFiles {
  readonly refusals: Refusal[] = [];
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** A file's lines; one that is not UTF-8 is refused with its number, and the rest goes on. */
  async lines(file: string): Promise<Line[]> {
    const bytes = await this.#read(file);
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
        this.refuse({ file, line: number }, 'not UTF-8');
      }
    }
    return out;
  }

  refuse({ file, line }: Pick<Refusal, 'file' | 'line'>, reason: string, value: string | null = null): void {
    this.refusals.push({ file, line, reason, value });
  }

  async #read(file: string): Promise<Buffer> {
    const path = join(this.#folder, file);
    try {
      return await readFile(path);
    } catch (cause) {
      const code = (cause as NodeJS.ErrnoException).code ?? 'unknown';
      throw new ImportError(`${path} cannot be read (${code}): is this the right folder?`, { cause });
    }
  }
}
