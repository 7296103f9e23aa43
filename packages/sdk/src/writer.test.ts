import type { Act } from '@segue/core/events';
import { describe, expect, it } from 'vitest';
import type { Disk, Entry } from './outbox/disk.ts';
import { createMemoryDisk } from './outbox/memory-disk.ts';
import { BLOCK, type Draft, type Mark, type Reserved } from './outbox/outbox.ts';
import { aLike, anEvent } from './testing/builders.ts';
import { Writer } from './writer.ts';

/** A disk whose transactions wait until it is let go. */
function slowDisk(): { readonly disk: Disk; hold(): void; letGo(): void } {
  const memory = createMemoryDisk();
  let gate = Promise.resolve();
  let open = (): void => {};
  return {
    disk: { ...memory, transact: async (work, durable) => gate.then(() => memory.transact(work, durable)) },
    hold() {
      gate = new Promise((resolve) => {
        open = resolve;
      });
    },
    letGo: () => open(),
  };
}

const sent = (reserved: Reserved, act: Act): Draft => ({
  given: anEvent(reserved.number),
  reserved,
  atMs: 1_000,
  occurredAt: '2026-01-01T00:00:00.000Z',
  shown: null,
  trace: null,
  act,
  sends: 1,
});
const entryOf = (draft: Draft, reserved: Reserved): Entry => ({ ...draft, ...reserved, renames: 0, lane: 'keep' });

describe('Writer', () => {
  it('[L2] settles a gesture after it has stored it, though the answer was quicker than the disk', async () => {
    const { disk, hold, letGo } = slowDisk();
    const marks: Mark[] = [];
    const writer = new Writer({
      openDisk: async () => disk,
      newId: () => 'outbox',
      onPlaced: () => {},
      onMark: (mark) => marks.push(mark),
      onMemory: () => {},
    });
    await writer.run(async (outbox) => {
      await outbox.add([{ ...sent({ outbox: 'outbox' as never, gen: 1, number: 1, block: 1 }, aLike('z')), reserved: null }]);
      await outbox.settle([{ gen: 1, number: 1 }], true);
    });
    const { numbers } = await writer.run((outbox) => outbox.reserve(BLOCK));
    const [first, second] = numbers;
    if (!first || !second) throw new Error('the outbox set no numbers aside');

    hold();
    const slow = sent(first, aLike('a'));
    const quick = sent(second, aLike('b'));
    writer.add(slow);
    // The first is on its way to the disk when the second is made, sent and answered.
    await new Promise((resolve) => setImmediate(resolve));
    writer.add(quick);
    const settled = writer.settle([entryOf(quick, second)], true);
    letGo();
    await settled;
    await writer.settle([entryOf(slow, first)], true);

    const { entries, mark } = await writer.run((outbox) => outbox.held());
    expect(entries).toEqual([]);
    expect(mark.held).toBe(0);
    expect(writer.unstored).toBe(0);
  });
});
