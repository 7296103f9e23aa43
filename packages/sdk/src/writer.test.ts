import type { EventId } from '@segue/core/events';
import { describe, expect, it } from 'vitest';
import { createMemoryDisk } from './outbox/memory-disk.ts';
import type { Draft, Reserved } from './outbox/outbox.ts';
import { Writer } from './writer.ts';

const draft = (changes: Partial<Draft>): Draft => ({
  given: 'tab:1' as EventId,
  reserved: null,
  atMs: 0,
  occurredAt: null,
  shown: null,
  trace: null,
  act: { type: 'seek', trackId: 't1' as never, toSeconds: 1 } as never,
  sends: 0,
  ...changes,
});

function aWriter() {
  let made = 0;
  return new Writer({
    openDisk: () => Promise.resolve(createMemoryDisk()),
    newId: () => `id-${++made}`,
    onPlaced: () => {},
    onMark: () => {},
    onMemory: () => {},
  });
}

/** A writer whose outbox the server knows, and two numbers of it. */
async function begun() {
  const writer = aWriter();
  writer.add(draft({}));
  const { entries } = await writer.run((outbox) => outbox.take(1, new Set(), () => ''));
  await writer.settle(entries, true);
  const { numbers } = await writer.run((outbox) => outbox.reserve(2));
  return { writer, numbers: numbers as readonly [Reserved, Reserved] };
}

describe('Writer', () => {
  it('[L2] lets go of a gesture that was answered before the disk had it, whatever else was being let go of', async () => {
    const { writer, numbers } = await begun();
    const sent = numbers.map((reserved, i) => draft({ given: `tab:${i + 2}` as EventId, reserved, sends: 1 }));
    const entryOf = (at: 0 | 1) => ({ ...sent[at]!, ...numbers[at], renames: 0, lane: 'keep' as const });
    writer.add(sent[0]!);
    await writer.run(() => Promise.resolve());
    // A busy disk: what is asked for waits in line.
    let free = () => {};
    void writer.run(() => new Promise<void>((resolve) => (free = resolve)));
    await Promise.resolve();
    const first = writer.settle([entryOf(0)], true);
    // Stored behind that settling, and answered before either is done.
    writer.add(sent[1]!);
    const second = writer.settle([entryOf(1)], true);
    await new Promise((resolve) => setTimeout(resolve));
    free();
    await Promise.all([first, second]);
    expect((await writer.run((outbox) => outbox.held())).entries).toEqual([]);
    expect([writer.unsettled, writer.unstored]).toEqual([0, 0]);
  });
});
