import { closeSync, openSync, readSync } from 'node:fs';
import { type ListenEvent, parseListenEvent } from '@segue/core/events';

const CHUNK_BYTES = 1 << 20;

/** A file of events, one a line as JSON, as the log holds them. A line that is none is an error with its number. */
export function* filedEvents(file: string): Generator<ListenEvent> {
  let number = 0;
  for (const line of linesOf(file)) {
    number++;
    if (line.length === 0) continue;
    const parsed = parseListenEvent(line);
    if (!parsed.ok) throw new Error(`${file}, line ${number}: ${parsed.field ? `${parsed.field}: ` : ''}${parsed.reason}`);
    yield parsed.event;
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
