import { AppError } from '@segue/core/errors';
import type { Status } from '@segue/core/events';
import type { EventLog, LogEntry, Topic } from '@segue/core/ports';
import { likes, until } from '@segue/core/testing';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { openApi } from '../testing/open-api.ts';

/** A log that can be held or broken, whatever is behind it. */
function troubled(inner: EventLog) {
  let held: Promise<void> | null = null;
  let release = () => {};
  let broken = false;
  const calls: number[] = [];
  const log: EventLog = Object.assign(Object.create(inner) as EventLog, {
    ready: async () => {
      if (broken) throw new AppError('log_unavailable', 'the log was broken by the test');
    },
    append: async (topic: Topic, entries: readonly LogEntry[]) => {
      if (topic === 'listens') {
        calls.push(entries.length);
        await held;
        if (broken) throw new AppError('log_unavailable', 'the log was broken by the test');
      }
      return inner.append(topic, entries);
    },
    close: () => inner.close(),
  });
  return {
    log,
    calls,
    hold() {
      held = new Promise((resolve) => {
        release = resolve;
      });
    },
    letGo() {
      held = null;
      release();
    },
    break: (is: boolean) => {
      broken = is;
    },
  };
}

async function openTroubled() {
  let trouble: ReturnType<typeof troubled> | undefined;
  const opened = await openApi({
    log: (inner) => {
      trouble = troubled(bound(inner));
      return trouble.log;
    },
  });
  if (!trouble) throw new Error('the api opened no log');
  return { opened, trouble };
}

/** Private members do not follow a prototype: the methods keep their own `this`. */
function bound(inner: EventLog): EventLog {
  return {
    append: inner.append.bind(inner),
    consume: inner.consume.bind(inner),
    follow: inner.follow.bind(inner),
    partitions: inner.partitions.bind(inner),
    starts: inner.starts.bind(inner),
    ends: inner.ends.bind(inner),
    committed: inner.committed.bind(inner),
    ready: inner.ready.bind(inner),
    close: inner.close.bind(inner),
  };
}

describe('a log in trouble', () => {
  afterEach(() => void vi.useRealTimers());

  it('[L1] acks what is in the log, with its place, and nothing before', async () => {
    const { opened, trouble } = await openTroubled();
    const ada = await opened.connect({ cookie: await opened.guest() });
    trouble.hold();
    let answered = false;
    const answer = ada.does(likes(1)).finally(() => {
      answered = true;
    });
    await until(() => trouble.calls.length === 1, 'the append is under way');
    // Another exchange on the same socket goes through meanwhile: an early ack would have come before it.
    await ada.snapshot();
    expect(answered).toBe(false);
    trouble.letGo();
    expect(await answer).toMatchObject({ status: 'acked', position: { partition: 0, offset: 0 } });
    expect(await opened.logged()).toMatchObject([{ act: likes(1), origin: 'person' }]);
    await opened.close();
  });

  it('[L1] answers retry while it fails, acks none of it, and takes it when it is back', async () => {
    const { opened, trouble } = await openTroubled();
    const ada = await opened.connect({ cookie: await opened.guest() });
    trouble.break(true);
    const first = ada.gesture(likes(1));
    const second = ada.gesture(likes(2));
    expect(await ada.send(first)).toMatchObject({ status: 'retry', code: 'log_unavailable', afterMs: expect.any(Number) });
    trouble.break(false);
    // In order: the second waits for the first.
    expect(await ada.send(second)).toMatchObject({ status: 'retry' });
    expect(await opened.logged()).toEqual([]);
    expect(await ada.send(first)).toMatchObject({ status: 'acked' });
    expect(await ada.send(second)).toMatchObject({ status: 'acked' });
    expect((await opened.logged()).map(({ number }) => number)).toEqual([1, 2]);
    expect(await opened.counted('segue_answers_total', { status: 'retry', code: 'log_unavailable' })).toBe(1);
    await opened.close();
  });

  it('[L8] appends what waited while one append was under way in one, in its order', async () => {
    const { opened, trouble } = await openTroubled();
    const ada = await opened.connect({ cookie: await opened.guest() });
    trouble.hold();
    const answers = Array.from({ length: 50 }, (_, i) => ada.does(likes(i)));
    await until(() => trouble.calls.length === 1, 'the first append is under way');
    await ada.snapshot();
    trouble.letGo();
    for (const answer of await Promise.all(answers)) expect(answer.status).toBe('acked');
    expect(trouble.calls.length).toBeLessThan(10);
    expect((await opened.logged()).map(({ number }) => number)).toEqual(Array.from({ length: 50 }, (_, i) => i + 1));
    await opened.close();
  });

  it('[L8] turns back more than one client may have under way, and keeps their order', async () => {
    const { opened, trouble } = await openTroubled();
    const ada = await opened.connect({ cookie: await opened.guest() });
    trouble.hold();
    const sent = Array.from({ length: 200 }, (_, i) => ada.send(ada.gesture(likes(i % 50))));
    const early = await Promise.all(sent.slice(128));
    expect(early.every((answer) => answer.status === 'retry' && answer.code === 'rate_limited')).toBe(true);
    trouble.letGo();
    const first = await Promise.all(sent.slice(0, 128));
    expect(first.every(({ status }) => status === 'acked')).toBe(true);
    expect(await ada.does(likes(1))).toMatchObject({ status: 'retry', code: 'rate_limited' });
    expect(await opened.counted('segue_answers_total', { status: 'retry', code: 'rate_limited' })).toBe(73);
    await opened.close();
  });

  it('[L8] holds nobody up behind a number that came back and was then answered for good', async () => {
    const { opened, trouble } = await openTroubled();
    const ada = await opened.connect({ cookie: await opened.guest() });
    const [acked, spoilt, after] = [ada.gesture(likes(1)), ada.gesture(likes(2)), ada.gesture(likes(3))];
    const answer = await ada.send(acked);
    trouble.break(true);
    expect(await ada.send(spoilt)).toMatchObject({ status: 'retry', code: 'log_unavailable' });
    trouble.break(false);
    expect(await ada.send({ ...spoilt, act: likes(4_000) })).toMatchObject({ status: 'refused', code: 'track_unknown' });
    expect(await ada.send(after)).toMatchObject({ status: 'acked' });
    // One that the log has is told to come back too, where too many are under way.
    trouble.hold();
    const many = Array.from({ length: 128 }, (_, i) => ada.does(likes(i % 50)));
    expect(await ada.send(acked)).toMatchObject({ status: 'retry', code: 'rate_limited' });
    trouble.letGo();
    await Promise.all(many);
    expect(await ada.send(acked)).toEqual(answer);
    expect(await ada.does(likes(5))).toMatchObject({ status: 'acked' });
    await opened.close();
  });

  it('[L9] finishes what is in hand when it is told to stop, and takes nothing more', async () => {
    const { opened, trouble } = await openTroubled();
    const ada = await opened.connect({ cookie: await opened.guest() });
    trouble.hold();
    const inHand = ada.does(likes(1));
    await until(() => trouble.calls.length === 1, 'the append is under way');
    const stopped = opened.api.stop();
    expect(await ada.does(likes(2))).toMatchObject({ status: 'retry', code: 'stopping' });
    const ready = await opened.get('/readyz');
    expect(ready.status).toBe(503);
    expect(await ready.json()).toMatchObject({ parts: { api: 'stopping' } });
    trouble.letGo();
    expect(await inHand).toMatchObject({ status: 'acked' });
    await stopped;
    await until(() => !ada.socket.connected, 'the socket is closed');
    expect((await opened.logged()).map(({ number }) => number)).toEqual([1]);
    await expect(fetch(`${opened.url}/healthz`)).rejects.toThrow();
  });

  it('says that the log is away, and that it is back with the first gesture that it takes', async () => {
    // The api's regular look at its parts comes when this says so, and else never.
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    const { opened, trouble } = await openTroubled();
    const ada = await opened.connect({ cookie: await opened.guest() });
    const told: boolean[] = [];
    ada.socket.on('status', ({ degraded }: Status) => told.push(degraded.includes('log')));
    trouble.break(true);
    vi.advanceTimersByTime(2_000);
    await until(() => told.at(-1) === true, 'the page is told');
    trouble.break(false);
    expect(await ada.does(likes(1))).toMatchObject({ status: 'acked' });
    await until(() => told.at(-1) === false, 'the page is told that it is back');
    ada.close();
    await opened.close();
  });
});
