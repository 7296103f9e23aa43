import 'fake-indexeddb/auto';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { openIndexedDbDisk } from './outbox/indexeddb-disk.ts';
import { CAPACITY } from './outbox/outbox.ts';
import { createSegue, type Segue, type SegueOptions } from './segue.ts';
import { aLike, aPosition, aRevision, aRow, aSlate, idsOf, track } from './testing/builders.ts';
import { FakeProfile, type FakeTab } from './testing/fake-browser.ts';
import { FakeServer } from './testing/fake-server.ts';

let server: FakeServer;
let profile: FakeProfile;
let opened: Segue[];
let outboxes = 0;
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  server = new FakeServer();
  profile = new FakeProfile();
  opened = [];
  outboxes += 1;
});
afterEach(async () => {
  await Promise.all(opened.map((segue) => segue.close()));
  vi.useRealTimers();
});

function open(options: SegueOptions = {}, tab: FakeTab = profile.tab()): Segue {
  const segue = createSegue({
    url: 'http://fake',
    outbox: `segue-test-${outboxes}`,
    surroundings: tab,
    openLink: server.open,
    random: () => 0.5,
    ...options,
  });
  opened.push(segue);
  segue.connect();
  return segue;
}

/** Lets everything that is under way settle, the fake disk's own turns of the loop included. */
const settle = async (): Promise<void> => {
  for (let i = 0; i < 40; i++) await new Promise((resolve) => setImmediate(resolve));
};
const until = async (what: () => boolean): Promise<void> => {
  for (let i = 0; i < 2_000 && !what(); i++) await new Promise((resolve) => setImmediate(resolve));
  expect(what()).toBe(true);
};
const live = (segue: Segue): Promise<void> => until(() => segue.state().connection === 'live');

const logged = (): readonly string[] => server.log.map((one) => ('trackId' in one.act ? one.act.trackId : one.act.type));

describe('gestures', () => {
  it('[L1] waits with each until the log has it', async () => {
    const segue = open();
    await live(segue);
    const { event } = segue.gesture(aLike('a'));
    expect(segue.state().waiting).toBe(1);
    await until(() => server.received.length === 1);
    expect(segue.state().waiting).toBe(1);
    server.live[0]?.answer('ack');
    await until(() => segue.state().waiting === 0);
    expect(event).toMatch(/^[a-z0-9]+:[1-9]\d*$/);
    expect(server.log[0]).toMatchObject({ v: 1, number: 1, act: aLike('a') });
  });

  it('keeps the order of a burst that is larger than the numbers at hand', async () => {
    server.auto = true;
    const segue = open();
    await live(segue);
    segue.gesture(aLike('0'));
    await until(() => server.log.length === 1 && segue.state().waiting === 0);
    await settle();
    const names = Array.from({ length: 100 }, (_, i) => `${i + 1}`);
    for (const name of names) segue.gesture(aLike(name));
    await until(() => segue.state().waiting === 0);
    expect(logged()).toEqual(['0', ...names]);
    expect(server.received).toHaveLength(101);
    const numbers = server.log.map((one) => one.number);
    expect(numbers).toEqual([...numbers].sort((a, b) => a - b));
  });

  it('sends a gesture side by side with storing it, once a number is at hand', async () => {
    const segue = open();
    await live(segue);
    segue.gesture(aLike('first'));
    await until(() => server.received.length === 1);
    server.live[0]?.answer('ack');
    await until(() => segue.state().waiting === 0);
    await settle();
    const { event } = segue.gesture(aLike('second'));
    // No turn of the loop has passed: the disk cannot have answered.
    for (let i = 0; i < 20; i++) await Promise.resolve();
    expect(server.received.map((one) => `${one.outbox}:${one.number}`).at(-1)).toBe(event);
    server.live[0]?.answer('ack');
    await until(() => segue.state().waiting === 0);
    await settle();
    expect(server.received).toHaveLength(2);
  });

  it('[L11] keeps gestures while offline and sends them in order when the network is back', async () => {
    const tab = profile.tab();
    server.reachable = false;
    const segue = open({}, tab);
    for (const name of ['a', 'b', 'c']) segue.gesture(aLike(name));
    await until(() => segue.state().connection === 'offline');
    expect(segue.state().waiting).toBe(3);
    server.reachable = true;
    server.auto = true;
    tab.tell('online');
    await until(() => segue.state().waiting === 0);
    expect(logged()).toEqual(['a', 'b', 'c']);
    await live(segue);
  });

  it('[L11] knows a dead link within 3 s of an unanswered gesture', async () => {
    const segue = open();
    await live(segue);
    segue.gesture(aLike('a'));
    await until(() => server.received.length === 1);
    expect(segue.state().connection).toBe('live');
    server.silent = true;
    vi.advanceTimersByTime(2_999);
    await settle();
    expect(segue.state().connection).toBe('live');
    vi.advanceTimersByTime(1);
    await settle();
    expect(segue.state().connection).toBe('offline');
    expect(segue.state().waiting).toBe(1);
    server.silent = false;
    server.auto = true;
    vi.advanceTimersByTime(500);
    await until(() => segue.state().waiting === 0);
    expect(server.received.map((one) => one.number)).toEqual([1, 1]);
    expect(server.log).toHaveLength(1);
  });

  it('[L11] keeps a link that answers its pings, while a log that hangs leaves a gesture unanswered', async () => {
    const segue = open();
    await live(segue);
    segue.gesture(aLike('a'));
    await until(() => server.received.length === 1);
    for (let half = 0; half < 12; half++) {
      vi.advanceTimersByTime(500);
      await settle();
    }
    expect(server.links).toHaveLength(1);
    server.live[0]?.answer('ack');
    await until(() => segue.state().waiting === 0);
    expect(server.received).toHaveLength(1);
    expect(segue.state().connection).toBe('live');
  });

  it.each(['shown', 'back', 'online'] as const)('is back within 2 s of a link that died unseen, once the page is %s', async (change) => {
    const tab = profile.tab();
    const segue = open({}, tab);
    await live(segue);
    server.silent = true;
    tab.tell(change);
    vi.advanceTimersByTime(1_499);
    server.silent = false;
    await settle();
    expect(segue.state().connection).toBe('live');
    vi.advanceTimersByTime(1);
    await until(() => server.links.length === 2);
    await live(segue);
  });

  it('says which gestures the list has not heard, though the slate names a later one', async () => {
    const segue = open();
    segue.setInitialSlate(aSlate());
    await live(segue);
    server.auto = true;
    const first = segue.gesture(aLike('a')).event;
    const second = segue.gesture(aLike('b')).event;
    expect(segue.state().unheard).toEqual([first, second]);
    await until(() => segue.state().waiting === 0);
    expect(segue.state().unheard).toEqual([first, second]);
    const heard = { event: second, type: 'like', title: null, more: null, less: null } as const;
    server.push(aSlate({ revision: aRevision(3), covers: aPosition(1), heard }));
    expect(segue.state().unheard).toEqual([]);
  });

  it('calls every gesture that a slate names as it was given to the page, and tells what others call it', async () => {
    server.auto = true;
    const segue = open();
    // Before it has a number.
    const { event } = segue.gesture(aLike('a'));
    await until(() => server.log.length === 1 && segue.state().waiting === 0);
    const named = segue.eventOf(event);
    expect(named).toBe(`${server.log[0]?.outbox}:1`);
    expect(named).not.toBe(event);
    const sum = { events: [named], more: [], less: [] };
    server.push(aSlate({ revision: aRevision(3), heard: { event: named, type: 'like', title: null, more: null, less: null, sum } }));
    expect(segue.state().slate?.heard).toMatchObject({ event, sum: { events: [event] } });
  });

  it('takes back a gesture that is just being written', async () => {
    server.auto = true;
    const segue = open();
    await live(segue);
    await settle();
    const { event } = segue.gesture(aLike('a'));
    for (let i = 0; i < 10; i++) await Promise.resolve();
    segue.gesture({ type: 'undo', event });
    await until(() => server.log.length === 2);
    expect(server.log[1]?.act).toEqual({ type: 'undo', event: `${server.log[0]?.outbox}:1` });
  });

  it('[L5] shows after a reload what was blocked and taken back while offline', async () => {
    server.reachable = false;
    const before = open();
    const { event } = before.gesture({ type: 'block', subject: { kind: 'track', id: track('b') } });
    await settle();
    before.gesture({ type: 'undo', event });
    await settle();
    await before.close();
    const segue = open();
    segue.setInitialSlate(aSlate());
    await until(() => segue.state().waiting === 2);
    expect(idsOf(segue.state().slate?.rows ?? [])).toEqual(['a', 'b', 'c', 'd']);
  });

  it('[L10] shows and counts what was refused, and takes it back off the list', async () => {
    const segue = open();
    segue.setInitialSlate(aSlate());
    await live(segue);
    const { event } = segue.gesture({ type: 'pin', trackId: track('b') });
    expect(idsOf(segue.state().slate?.yours ?? [])).toEqual(['b']);
    await until(() => server.received.length === 1);
    server.live[0]?.answer('refuse');
    await until(() => segue.state().waiting === 0);
    expect(segue.state().refused).toEqual([{ event, act: { type: 'pin', trackId: 'b' }, code: 'track_unknown', message: 'no' }]);
    expect(segue.state().refusedCount).toBe(1);
    expect(idsOf(segue.state().slate?.yours ?? [])).toEqual([]);
  });

  it('[L8] keeps what the server turned back, and sends nothing before the time it named', async () => {
    const segue = open();
    await live(segue);
    segue.gesture(aLike('a'));
    await until(() => server.received.length === 1);
    server.live[0]?.answer('retry');
    await settle();
    segue.gesture(aLike('b'));
    vi.advanceTimersByTime(99);
    await settle();
    expect(server.received).toHaveLength(1);
    server.auto = true;
    vi.advanceTimersByTime(51);
    await until(() => segue.state().waiting === 0);
    expect(logged()).toEqual(['a', 'b']);
  });

  it('[L2] renumbers in a new outbox what a server that forgot the old one cannot have', async () => {
    const segue = open();
    await live(segue);
    const { event } = segue.gesture(aLike('a'));
    segue.gesture({ type: 'undo', event });
    await until(() => server.received.length === 1);
    server.live[0]?.answer('outbox-unknown');
    await settle();
    server.auto = true;
    await until(() => server.received.length >= 2);
    server.live[0]?.answer('ack');
    await until(() => segue.state().waiting === 0);
    expect(segue.state().refused).toEqual([]);
    expect(server.log.map((one) => one.number)).toEqual([1, 2]);
    const [first, undo] = server.log;
    expect(first?.outbox).not.toBe(server.received[0]?.outbox);
    expect(undo?.act).toEqual({ type: 'undo', event: `${first?.outbox}:1` });
  });

  it('[L1] sends what a disk holds that takes nothing more, and says that it keeps no more', async () => {
    const tab = profile.tab();
    server.reachable = false;
    const segue = open({}, tab);
    segue.gesture(aLike('a'));
    await settle();
    const { transaction } = IDBDatabase.prototype;
    const full = vi.spyOn(IDBDatabase.prototype, 'transaction').mockImplementation(function (this: IDBDatabase, stores, mode, options) {
      if (mode === 'readwrite') throw new DOMException('full', 'QuotaExceededError');
      return transaction.call(this, stores, mode, options);
    });
    segue.gesture(aLike('b'));
    await until(() => segue.state().degraded.includes('outbox'));
    await settle();
    expect(segue.state().waiting).toBe(2);
    server.reachable = true;
    server.auto = true;
    tab.tell('online');
    await until(() => segue.state().waiting === 0);
    full.mockRestore();
    expect(logged()).toEqual(['a', 'b']);
  });

  it('keeps the outbox in memory and says so where the browser keeps nothing', async () => {
    vi.stubGlobal('indexedDB', undefined);
    server.auto = true;
    const segue = open();
    await live(segue);
    segue.gesture(aLike('a'));
    await until(() => server.log.length === 1 && segue.state().waiting === 0);
    expect(segue.state().degraded).toEqual(['outbox']);
    vi.unstubAllGlobals();
  });
});

describe('slates', () => {
  it('[L4] never goes back, whatever the order in which slates come', async () => {
    const segue = open();
    await live(segue);
    const shown: number[] = [];
    segue.subscribe((state) => state.slate && shown.push(state.slate.revision.taste));
    for (const taste of [5, 3, 9, 9, 7, 10]) server.push(aSlate({ revision: aRevision(taste) }));
    await settle();
    expect(shown).toEqual([...shown].sort((a, b) => a - b));
    expect(segue.state().slate?.revision.taste).toBe(10);
  });

  it('[L5] hides a blocked track at once, and until a slate covers the block', async () => {
    server.auto = true;
    const segue = open();
    await live(segue);
    server.push(aSlate({ revision: aRevision(2) }));
    segue.gesture({ type: 'block', subject: { kind: 'track', id: track('b') } });
    expect(idsOf(segue.state().slate?.rows ?? [])).toEqual(['a', 'c', 'd']);
    await until(() => segue.state().waiting === 0);
    server.push(aSlate({ revision: aRevision(3), covers: null }));
    expect(idsOf(segue.state().slate?.rows ?? [])).toEqual(['a', 'c', 'd']);
    server.push(aSlate({ revision: aRevision(4), covers: aPosition(0), rows: [aRow('x')] }));
    expect(idsOf(segue.state().slate?.rows ?? [])).toEqual(['x']);
  });

  it('[L4] asks for a snapshot when an ack is not covered within a second, and then ever more rarely', async () => {
    server.auto = true;
    const segue = open();
    await live(segue);
    const before = server.snapshots.length;
    segue.gesture(aLike('a'));
    await until(() => segue.state().waiting === 0);
    vi.advanceTimersByTime(999);
    await settle();
    expect(server.snapshots.length).toBe(before);
    vi.advanceTimersByTime(1);
    await settle();
    expect(server.snapshots.length).toBe(before + 1);
    for (let second = 0; second < 60; second++) {
      vi.advanceTimersByTime(1_000);
      await settle();
    }
    expect(server.snapshots.length - before).toBeLessThan(10);
    server.push(aSlate({ revision: aRevision(2), covers: aPosition(0) }));
    const covered = server.snapshots.length;
    vi.advanceTimersByTime(120_000);
    await settle();
    expect(server.snapshots.length).toBe(covered);
  });

  it('[L4] fetches one snapshot after a reconnect and one when a hidden tab is shown', async () => {
    const tab = profile.tab();
    const segue = open({}, tab);
    await live(segue);
    expect(server.snapshots.length).toBe(1);
    server.slate = aSlate({ revision: aRevision(8) });
    server.cutAll();
    expect(segue.state().connection).toBe('offline');
    vi.advanceTimersByTime(500);
    await live(segue);
    expect(server.snapshots.length).toBe(2);
    expect(segue.state().slate?.revision.taste).toBe(8);
    tab.tell('hidden');
    tab.tell('shown');
    await settle();
    expect(server.snapshots.length).toBe(3);
  });

  it('lays what is pending over a preview too', async () => {
    const segue = open();
    await live(segue);
    segue.gesture({ type: 'block', subject: { kind: 'track', id: track('b') } });
    expect(idsOf((await segue.preview({ discover: 1, energy: 0 })).rows)).toEqual(['a', 'c', 'd']);
    server.cutAll();
    await expect(segue.preview({ discover: 1, energy: 0 })).rejects.toThrow('no connection');
  });

  it('gives listeners the same state until something changes', async () => {
    const segue = open();
    await live(segue);
    await settle();
    expect(segue.state()).toBe(segue.state());
  });
});

describe('several tabs of one browser', () => {
  it('[L2] share one outbox and send nothing twice', async () => {
    server.auto = true;
    const tabs = [open(), open(), open()];
    await Promise.all(tabs.map(live));
    for (let round = 0; round < 10; round++) {
      for (const [i, segue] of tabs.entries()) segue.gesture(aLike(`${i}-${round}`));
      await until(() => tabs.every((segue) => segue.state().waiting === 0));
    }
    await until(() => server.log.length === 30);
    expect(server.received).toHaveLength(30);
    expect(new Set(server.log.map((one) => one.outbox)).size).toBe(1);
    for (const i of [0, 1, 2])
      expect(logged().filter((name) => name.startsWith(`${i}-`))).toEqual(Array.from({ length: 10 }, (_, round) => `${i}-${round}`));
  });

  it('[L5] obey in every tab what was blocked in one', async () => {
    const [one, two] = [open(), open()];
    one.setInitialSlate(aSlate());
    two.setInitialSlate(aSlate());
    await Promise.all([live(one), live(two)]);
    one.gesture({ type: 'block', subject: { kind: 'track', id: track('b') } });
    await until(() => idsOf(two.state().slate?.rows ?? []).join('') === 'acd');
  });

  it('take back what was made in another, by either of its names', async () => {
    const [one, two] = [open(), open()];
    for (const segue of [one, two]) segue.setInitialSlate(aSlate());
    await Promise.all([live(one), live(two)]);
    await settle();
    const { event } = one.gesture({ type: 'block', subject: { kind: 'track', id: track('b') } });
    await until(() => server.received.length === 1);
    await until(() => two.state().slate?.rows.length === 3);
    two.gesture({ type: 'undo', event: one.eventOf(event) });
    expect(two.state().slate?.rows.length).toBe(4);
    await until(() => one.state().slate?.rows.length === 4);
    two.gesture({ type: 'undo', event });
    server.auto = true;
    server.live[0]?.answer('ack');
    await until(() => server.log.length === 3);
    expect(server.log.slice(1).map(({ act }) => act)).toEqual(Array(2).fill({ type: 'undo', event: `${server.log[0]?.outbox}:1` }));
  });

  it('[L2] go on when the tab that sends dies', async () => {
    const leader = profile.tab();
    const one = open({}, leader);
    await live(one);
    const two = open();
    await live(two);
    two.gesture(aLike('a'));
    await until(() => server.received.length === 1);
    leader.kill();
    server.links[0]?.close();
    server.auto = true;
    await until(() => two.state().waiting === 0);
    expect(logged()).toEqual(['a']);
  });

  it('[L11] take the place of one that holds it and does not answer any more', async () => {
    const frozen = profile.tab();
    await live(open({}, frozen));
    await settle();
    const two = open();
    await live(two);
    frozen.freeze();
    server.auto = true;
    two.gesture(aLike('a'));
    await settle();
    expect(server.log).toHaveLength(0);
    vi.advanceTimersByTime(3_000);
    await until(() => two.state().waiting === 0);
    expect(logged()).toEqual(['a']);
  });

  it('[L11] take the place of one that is frozen once they are looked at, though nothing more is done', async () => {
    const [frozen, front] = [profile.tab(), profile.tab()];
    await live(open({}, frozen));
    await settle();
    const two = open({}, front);
    await live(two);
    await settle();
    two.gesture(aLike('a'));
    await until(() => server.received.length === 1);
    frozen.freeze();
    server.links[0]?.close();
    front.tell('hidden');
    // The page sleeps with its timers: nothing of it comes to pass before it is looked at.
    vi.clearAllTimers();
    server.auto = true;
    front.tell('shown');
    await settle();
    vi.advanceTimersByTime(3_000);
    await until(() => two.state().waiting === 0);
    expect(logged()).toEqual(['a']);
  });

  it('[L11] take the place of one that is frozen when they are opened', async () => {
    const frozen = profile.tab();
    const one = open({}, frozen);
    await live(one);
    one.gesture(aLike('a'));
    await until(() => server.received.length === 1);
    frozen.freeze();
    server.auto = true;
    const two = open();
    await settle();
    vi.advanceTimersByTime(3_000);
    await until(() => two.state().waiting === 0);
    expect(logged()).toEqual(['a']);
  });

  it('[L8] let go of what one of them had no room for', async () => {
    const full = await openIndexedDbDisk(`segue:segue-test-${outboxes}`);
    const dropped = { impression: 0, seek: 0, other: 0 };
    const meta = { outbox: 'full', gen: 1, next: 1, begun: false, held: CAPACITY, dropped, version: 1, lease: null };
    await full.transact(async (tx) => tx.putMeta(meta as never), true);
    full.close();
    const [one, two] = [open(), open()];
    for (const segue of [one, two]) segue.setInitialSlate(aSlate());
    await settle();
    const pinned: number[] = [];
    two.subscribe(({ slate }) => pinned.push(slate?.yours.length ?? 0));
    one.gesture({ type: 'pin', trackId: track('b') });
    await until(() => one.state().dropped.other === 1);
    await settle();
    expect(Math.max(...pinned)).toBe(1);
    expect(pinned.at(-1)).toBe(0);
  });

  it('let go, when they wake, of what was answered while they slept', async () => {
    const asleep = profile.tab();
    const one = open();
    const two = open({}, asleep);
    for (const segue of [one, two]) segue.setInitialSlate(aSlate());
    await Promise.all([live(one), live(two)]);
    await settle();
    one.gesture({ type: 'pin', trackId: track('b') });
    const own = two.gesture({ type: 'like', trackId: track('c') });
    await until(() => server.received.length === 1 && two.state().slate?.yours.length === 1 && two.state().waiting === 2);
    await settle();
    asleep.deaf = true;
    server.live[0]?.answer('refuse');
    await until(() => server.received.length === 2);
    server.live[0]?.answer('ack');
    await until(() => one.state().waiting === 0);
    await settle();
    asleep.deaf = false;
    asleep.tell('back');
    await until(() => two.state().waiting === 0);
    expect(two.state().unheard).toEqual([own.event]);
    vi.advanceTimersByTime(3_000);
    expect(idsOf(two.state().slate?.yours ?? [])).toEqual([]);
    expect(two.state().unheard).toEqual([]);
  });

  it('[L11] let a tab with a link send, where the one that sends has lost its own', async () => {
    const leader = profile.tab();
    await live(open({}, leader));
    await settle();
    const two = open();
    await live(two);
    server.auto = true;
    server.links[0]?.end('lost');
    await settle();
    two.gesture(aLike('a'));
    await until(() => two.state().waiting === 0);
    expect(logged()).toEqual(['a']);
  });

  it('let the one that is looked at send', async () => {
    const [back, front] = [profile.tab(), profile.tab()];
    await live(open({}, back));
    await settle();
    const two = open({}, front);
    await live(two);
    back.tell('hidden');
    front.tell('shown');
    await settle();
    two.gesture(aLike('a'));
    await until(() => server.received.length === 1);
    expect(server.links.map((link) => link.gestures.length)).toEqual([0, 1]);
  });

  it('send where the browser denies Web Locks', async () => {
    server.auto = true;
    const tab = profile.tab();
    tab.locks = { request: () => Promise.reject(new DOMException('denied', 'SecurityError')) };
    const segue = open({}, tab);
    await live(segue);
    segue.gesture(aLike('a'));
    await until(() => segue.state().waiting === 0);
    expect(logged()).toEqual(['a']);
  });

  it('send without Web Locks too, one at a time', async () => {
    server.auto = true;
    const tabs = [open({}, profile.tab({ locks: false })), open({}, profile.tab({ locks: false }))];
    await Promise.all(tabs.map(live));
    for (const segue of tabs) segue.gesture(aLike('a'));
    await until(() => server.log.length === 2);
    expect(server.received).toHaveLength(2);
  });
});

describe('sessions', () => {
  it('asks for a session once when its own is refused, and connects', async () => {
    const tab = profile.tab();
    server.sessionValid = false;
    const asked: string[] = [];
    tab.fetch = async (input) => {
      asked.push(String(input));
      server.sessionValid = true;
      return new Response('{}');
    };
    const segue = open({}, tab);
    await live(segue);
    expect(asked).toEqual(['http://fake/api/session']);
  });

  it('[L1] sends again, once, what came under a session that had ended', async () => {
    const tab = profile.tab();
    let asked = 0;
    tab.fetch = async () => {
      asked += 1;
      return new Response('{}');
    };
    const segue = open({}, tab);
    await live(segue);
    segue.gesture(aLike('a'));
    await until(() => server.received.length === 1);
    server.live[0]?.answer('session-invalid');
    await until(() => server.received.length === 2);
    expect(asked).toBe(1);
    server.live[0]?.answer('session-invalid');
    await until(() => segue.state().waiting === 0);
    expect(segue.state().refused.map((one) => one.code)).toEqual(['session_invalid']);
  });

  it('waits with growing gaps where the session stays refused', async () => {
    const tab = profile.tab();
    server.sessionValid = false;
    let asked = 0;
    tab.fetch = async () => {
      asked += 1;
      return new Response('{}');
    };
    open({}, tab);
    await settle();
    expect(asked).toBe(1);
    expect(server.links.length).toBe(2);
  });

  it('asks the page for a new token when the old one is refused', async () => {
    let minted = 0;
    const segue = open({ token: async () => `token-${++minted}` });
    await live(segue);
    server.cutAll();
    server.sessionValid = false;
    vi.advanceTimersByTime(500);
    await until(() => server.tokens.length === 2);
    server.sessionValid = true;
    await live(segue);
    expect(server.tokens[0]).toBe('token-1');
    expect(server.tokens.at(-1)).toBe('token-2');
  });
});
