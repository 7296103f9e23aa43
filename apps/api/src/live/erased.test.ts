import { eventIdOf, partitionOf } from '@segue/core/events';
import { newTaste, packNotice, packTaste } from '@segue/core/model';
import { likes } from '@segue/core/testing';
import { expect, it } from 'vitest';
import { openApi } from '../testing/open-api.ts';

it('[L14] ends every socket of a listener who was erased, and leaves everybody else’s', async () => {
  const opened = await openApi();
  try {
    const cookie = await opened.guest();
    const [page, tab, other] = [
      await opened.connect({ cookie }),
      await opened.connect({ cookie }),
      await opened.connect({ cookie: await opened.guest() }),
    ];
    await page.does(likes(1));
    await other.does(likes(2));
    const [event] = await opened.logged();
    const { listenerId } = event!;
    const partition = partitionOf(listenerId, opened.log.partitions('listens'));
    const position = { epoch: 1, partition, offset: 1 };
    const taste = { ...newTaste(position, null), position };
    const ended = [page, tab].map(({ socket }) => new Promise((resolve) => socket.once('disconnect', resolve)));
    // As the worker writes it once it has learnt an `erase`.
    const steps = { receivedAtMs: 0, takenAtMs: 0, learntAtMs: 0, storedAtMs: 0 };
    const saved = await opened.store.tastes.save({
      partition,
      expectedMark: null,
      nextMark: position,
      writes: [
        {
          listener: listenerId,
          expected: null,
          next: { record: packTaste(taste), position },
          notice: packNotice({ taste, cause: eventIdOf(event!), steps, silent: false }),
          dropsSlate: true,
          erases: true,
        },
      ],
    });
    expect(saved).toBe('saved');
    expect(await Promise.all(ended)).toEqual(['io server disconnect', 'io server disconnect']);
    await expect(opened.connect({ cookie })).rejects.toThrow('session_invalid');
    expect(other.socket.connected).toBe(true);
    expect(await other.does(likes(3))).toMatchObject({ status: 'acked' });
  } finally {
    await opened.close();
  }
}, 20_000);
