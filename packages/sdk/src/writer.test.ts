import type { EventId } from '@segue/core/events';
import { describe, expect, it } from 'vitest';
import type { Disk } from './outbox/disk.ts';
import { createMemoryDisk } from './outbox/memory-disk.ts';
import type { Draft, Reserved } from './outbox/outbox.ts';
import { Writer, type WriterOptions } from './writer.ts';

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

function aWriter(changes: Partial<WriterOptions> = {}) {
  let made = 0;
  return new Writer({
    openDisk: () => Promise.resolve(createMemoryDisk()),
    newId: () => `id-${++made}`,
    eventOf: (given) => given,
    onPlaced: () => {},
    onMark: () => {},
    onMemory: () => {},
    ...changes,
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

  describe('over a disk that fails', () => {
    /** One database; its connections break when the test says so. */
    function aDisk() {
      const stored = createMemoryDisk();
      const disk = { opened: 0, broken: 0, writes: true, opens: true, reads: true, taken: false };
      const open = async (): Promise<Disk> => {
        if (!disk.opens) throw new Error('does not open');
        const nth = ++disk.opened;
        return {
          kind: 'indexeddb',
          get taken() {
            return disk.taken;
          },
          transact: (work, durable) => {
            if (nth <= disk.broken || !disk.writes) return Promise.reject(new Error('broken'));
            return stored.transact(work, durable);
          },
          read: () => (disk.reads ? stored.read() : Promise.reject(new Error('unreadable'))),
          close: () => {},
        };
      };
      return { disk, open };
    }
    const like = (id: string): Partial<Draft> => ({ given: `tab:${id}` as EventId, act: { type: 'like', trackId: id } as never });
    const actsOf = async (writer: Writer) =>
      (await writer.run((outbox) => outbox.held())).entries.map(({ act }) => ('trackId' in act ? act.trackId : ''));

    it('[L1] opens it anew when one transaction fails, and goes on with what it holds', async () => {
      const { disk, open } = aDisk();
      const lost: true[] = [];
      const writer = aWriter({ openDisk: open, onMemory: () => void lost.push(true) });
      writer.add(draft(like('a')));
      await writer.run((outbox) => outbox.look());
      disk.broken = 1;
      writer.add(draft(like('b')));
      expect(await actsOf(writer)).toEqual(['a', 'b']);
      expect([writer.kind, disk.opened, lost]).toEqual(['indexeddb', 2, []]);
    });

    it.each([true, false])('[L1] takes into memory what it can still read, under the same numbers (opens again: %s)', async (opens) => {
      const { disk, open } = aDisk();
      const writer = aWriter({ openDisk: open });
      writer.add(draft(like('a')));
      const [before] = (await writer.run((outbox) => outbox.held())).entries;
      disk.writes = false;
      disk.opens = opens;
      writer.add(draft(like('b')));
      const { entries, mark } = await writer.run((outbox) => outbox.held());
      expect(writer.kind).toBe('memory');
      expect(entries[0]).toEqual(before);
      expect(entries[1]).toMatchObject({ number: 1, act: { trackId: 'b' } });
      // Other tabs may still give the numbers of the disk to gestures of their own.
      expect(entries[1]?.outbox).not.toBe(before?.outbox);
      expect(mark.held).toBe(2);
    });

    it('does not open again what another page took from it: all may be forgotten there', async () => {
      const { disk, open } = aDisk();
      const writer = aWriter({ openDisk: open });
      await writer.opened;
      Object.assign(disk, { writes: false, taken: true });
      writer.add(draft(like('a')));
      expect(await actsOf(writer)).toEqual(['a']);
      expect([writer.kind, disk.opened]).toEqual(['memory', 1]);
    });

    it('[L1] keeps a gesture that memory numbers when one of the lost disk is answered', async () => {
      const { disk, open } = aDisk();
      const writer = aWriter({ openDisk: open });
      writer.add(draft(like('a')));
      const { entries } = await writer.run((outbox) => outbox.take(1, new Set(), () => ''));
      Object.assign(disk, { writes: false, reads: false });
      writer.add(draft(like('b')));
      await writer.run((outbox) => outbox.look());
      await writer.settle(entries, true);
      expect(await actsOf(writer)).toEqual(['b']);
    });
  });
});
