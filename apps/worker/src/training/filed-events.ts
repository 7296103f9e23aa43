import { closeSync, openSync, readSync } from 'node:fs';
import { type ListenEvent, parseEventLine } from '@segue/core/events';

const CHUNK_BYTES = 1 << 20;

/** The events of a file of lines, as `npm run log -- export` writes them. A line that is none is an error with its number. */
export function* filedEvents(file: string): Generator<ListenEvent> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let number = 0;
  for (const bytes of linesOf(file)) {
    number++;
    if (bytes.length === 0) continue;
    const refuse = (reason: string) => new Error(`${file}, line ${number}: ${reason}`);
    let text: string;
    try {
      text = decoder.decode(bytes);
    } catch {
      throw refuse('not UTF-8');
    }
    const line = parseEventLine({ number, text });
    if (line.kind === 'bad') throw refuse(line.value === null ? line.reason : `${line.reason} (${line.value})`);
    if (line.kind === 'event') yield line.event;
  }
}

function* linesOf(file: string): Generator<Uint8Array> {
  const descriptor = openSync(file, 'r');
  try {
    const chunk = Buffer.alloc(CHUNK_BYTES);
    let rest = Buffer.alloc(0);
    for (let read = readSync(descriptor, chunk); read > 0; read = readSync(descriptor, chunk)) {
      const bytes = Buffer.concat([rest, chunk.subarray(0, read)]);
      let start = 0;
      for (let end = bytes.indexOf(10); end >= 0; end = bytes.indexOf(10, start)) {
        yield bytes.subarray(start, end);
        start = end + 1;
      }
      rest = bytes.subarray(start);
    }
    yield rest;
  } finally {
    closeSync(descriptor);
  }
}
