import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Line } from './lines.ts';
import { ImportError, type Refusal } from './source.ts';

/** 48 bits: two histories of one name on one machine are told apart, and the name stays readable. */
const HASH_LETTERS = 12;

/** The files of one history: their lines, what was refused in them, and a short name for all that they say. */
export class HistoryFiles {
  readonly refusals: Refusal[] = [];
  readonly #folder: string;
  readonly #content = createHash('sha256');

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

  /** Of all bytes read so far and of no file's name: a copy is the same history, and one line more makes another. */
  contentHash(): string {
    return this.#content.copy().digest('hex').slice(0, HASH_LETTERS);
  }

  async #read(file: string): Promise<Buffer> {
    const path = join(this.#folder, file);
    try {
      const bytes = await readFile(path);
      // The length parts the files: what moves from the end of one to the beginning of the next is another content.
      this.#content.update(`${bytes.length}:`).update(bytes);
      return bytes;
    } catch (cause) {
      const code = (cause as NodeJS.ErrnoException).code ?? 'unknown';
      throw new ImportError(`${path} cannot be read (${code}): is this the right folder?`, { cause });
    }
  }
}
