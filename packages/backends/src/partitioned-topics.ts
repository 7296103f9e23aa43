import type { ConsumeOptions, FollowOptions, LogBatch, LogConsumer, LogEntry, LogFollower, LogRecord, Topic } from '@segue/core/ports';

/** Where records and commits lie; what makes a log of it is `PartitionedTopics`. */
export interface RecordStore {
  /** Resolves to the offsets once the entries are kept. Calls may overlap: their order is the order of the records. */
  append(topic: Topic, entries: readonly LogEntry[]): Promise<number[]>;
  /** Kept records from offset `from` on, in order; none that a crash could still take away. */
  read(topic: Topic, partition: number, from: number, most: number): LogRecord[];
  /** The offset after the last kept record. */
  end(topic: Topic, partition: number): number;
  committed(group: string, topic: Topic, partition: number): number | null;
  commit(group: string, topic: Topic, partition: number, next: number): Promise<void>;
}

/** Told what a handler threw, before its batch is delivered again. A follower has no group. */
export type OnHandlerError = (
  cause: unknown,
  at: { readonly group: string | null; readonly topic: Topic; readonly partition: number },
) => void;

const MAX_BATCH = 500;
/** A handler that throws is called again after this. */
const AGAIN_AFTER_MS = 100;

interface Member {
  readonly options: ConsumeOptions;
  /** Counts this member's assignments. */
  assignment: number;
  assigned: ReadonlySet<number>;
  stopped: boolean;
  /** Until what is gathered is handed over. */
  gathering: NodeJS.Timeout | null;
  /** The work on each partition that has some. */
  readonly running: Map<number, Promise<void>>;
  readonly next: Map<number, number>;
  /** Where a throw goes back to: the last commit, or further where a seek went behind it. */
  readonly again: Map<number, number>;
}

interface Follower {
  readonly options: FollowOptions;
  run(): void;
  stopped: boolean;
  gathering: NodeJS.Timeout | null;
}

/**
 * Groups, assignments and wake-ups of one process's log, over any store of records: consumers are woken by the append
 * itself, so that the way from the log to a handler is a turn of the loop and no poll.
 */
export class PartitionedTopics {
  readonly #store: RecordStore;
  readonly #partitionsOf: (topic: Topic) => number;
  readonly #onError: OnHandlerError;
  readonly #groups = new Map<string, Member[]>();
  readonly #followers = new Set<Follower>();
  /** Counts the appends that are kept: who found nothing looks again if it has moved meanwhile. */
  #kept = 0;

  constructor(store: RecordStore, partitionsOf: (topic: Topic) => number, onError: OnHandlerError = () => {}) {
    this.#store = store;
    this.#partitionsOf = partitionsOf;
    this.#onError = onError;
  }

  async append(topic: Topic, entries: readonly LogEntry[]): Promise<number[]> {
    const offsets = await this.#store.append(topic, entries);
    this.#kept++;
    this.#wake(topic);
    return offsets;
  }

  async consume(options: ConsumeOptions): Promise<LogConsumer> {
    const key = `${options.group}/${options.topic}`;
    const members = this.#groups.get(key) ?? [];
    this.#groups.set(key, members);
    const member: Member = {
      options,
      assignment: 0,
      assigned: new Set(),
      stopped: false,
      gathering: null,
      running: new Map(),
      next: new Map(),
      again: new Map(),
    };
    members.push(member);
    await this.#assign(members);
    options.onHealth?.('up');
    return { stop: () => this.#leave(members, member) };
  }

  async follow(options: FollowOptions): Promise<LogFollower> {
    const { topic, onRecords } = options;
    const next = this.#all(topic, () => 0);
    const goal = this.ends(topic);
    let running = false;
    let caughtUp = () => {};
    const whenCaughtUp = new Promise<void>((resolve) => {
      caughtUp = resolve;
    });
    const read = async () => {
      for (let seen = -1; seen !== this.#kept && !follower.stopped; ) {
        seen = this.#kept;
        for (const [partition, from] of next.entries()) {
          for (let at = from; !follower.stopped; ) {
            const records = this.#store.read(topic, partition, at, MAX_BATCH);
            const last = records.at(-1);
            if (!last) break;
            let hasRoom: void | Promise<void>;
            try {
              hasRoom = onRecords(partition, records);
            } catch (cause) {
              this.#onError(cause, { group: null, topic, partition });
              await new Promise((resolve) => setTimeout(resolve, AGAIN_AFTER_MS));
              continue;
            }
            at = last.offset + 1;
            next[partition] = at;
            await hasRoom;
            if (records.length === MAX_BATCH) await aTurn();
          }
        }
        if (next.every((at, partition) => at >= (goal[partition] ?? 0))) caughtUp();
      }
      running = false;
    };
    const follower: Follower = {
      options,
      stopped: false,
      gathering: null,
      run: () => {
        if (running || follower.stopped) return;
        running = true;
        void read();
      },
    };
    this.#followers.add(follower);
    follower.run();
    return {
      caughtUp: whenCaughtUp,
      stop: async () => {
        halt(follower);
        this.#followers.delete(follower);
      },
    };
  }

  /** The beginning: what is kept here does not expire. */
  starts(topic: Topic): number[] {
    return this.#all(topic, () => 0);
  }
  ends(topic: Topic): number[] {
    return this.#all(topic, (partition) => this.#store.end(topic, partition));
  }
  committed(group: string, topic: Topic): (number | null)[] {
    return this.#all(topic, (partition) => this.#store.committed(group, topic, partition));
  }

  /** Lets every batch in hand finish; nothing is handed out after. */
  async stop(): Promise<void> {
    for (const follower of this.#followers) halt(follower);
    this.#followers.clear();
    const members = [...this.#groups.values()].flat();
    for (const member of members) halt(member);
    await Promise.all(members.flatMap((member) => [...member.running.values()]));
    this.#groups.clear();
  }

  #all<T>(topic: Topic, of: (partition: number) => T): T[] {
    return Array.from({ length: this.#partitionsOf(topic) }, (_, partition) => of(partition));
  }

  async #leave(members: Member[], member: Member): Promise<void> {
    if (member.gathering) {
      // What was gathered is in hand: each partition takes its batch up in the next microtask.
      this.#runAll(member);
      await null;
    }
    halt(member);
    await Promise.all(member.running.values());
    const at = members.indexOf(member);
    if (at < 0) return;
    members.splice(at, 1);
    await this.#assign(members);
  }

  /** Shares the partitions out again. A partition moves only when its old owner's batch is done (EL3). */
  async #assign(members: readonly Member[]): Promise<void> {
    const [first] = members;
    if (!first) return;
    const assigned = members.map(() => new Set<number>());
    for (const partition of this.#all(first.options.topic, (index) => index)) assigned[partition % members.length]?.add(partition);
    const leaving: Promise<void>[] = [];
    for (const member of members) {
      // Nobody starts on a partition before everybody has let go: what is taken up below comes after this wait.
      leaving.push(...member.running.values());
      member.assigned = new Set();
      member.assignment++;
      member.next.clear();
      member.again.clear();
    }
    const rounds = members.map((member) => member.assignment);
    await Promise.all(leaving);
    members.forEach((member, i) => {
      // Somebody joined or left meanwhile: the later sharing decides.
      if (member.assignment !== rounds[i]) return;
      member.assigned = assigned[i] ?? new Set();
      for (const partition of member.assigned) this.#run(member, partition);
    });
  }

  #wake(topic: Topic): void {
    for (const members of this.#groups.values())
      for (const member of members) if (member.options.topic === topic) soon(member, () => this.#runAll(member));
    for (const follower of this.#followers) if (follower.options.topic === topic) soon(follower, follower.run);
  }

  #runAll(member: Member): void {
    for (const partition of member.assigned) this.#run(member, partition);
  }

  #run(member: Member, partition: number): void {
    if (member.stopped || member.running.has(partition)) return;
    member.running.set(partition, this.#drain(member, partition));
  }

  /** Hands out what there is. It leaves `running` in the turn in which it found nothing new, so no wake-up is missed. */
  async #drain(member: Member, partition: number): Promise<void> {
    await null;
    const { topic, group, onBatch, startAt, gatherMs = 0, maxBatch = MAX_BATCH } = member.options;
    const { assignment } = member;
    const isStale = () => member.assignment !== assignment;
    try {
      while (!member.stopped && !isStale()) {
        const seen = this.#kept;
        const committed = this.#store.committed(group, topic, partition) ?? 0;
        if (startAt && !member.next.has(partition)) {
          const wanted = await startAt(partition).catch((cause) => {
            this.#onError(cause, { group, topic, partition });
            return null;
          });
          if (wanted === null) await new Promise((resolve) => setTimeout(resolve, AGAIN_AFTER_MS));
          else if (!isStale()) member.next.set(partition, Math.min(wanted, committed));
          continue;
        }
        const from = member.next.get(partition) ?? committed;
        const records = this.#store.read(topic, partition, from, maxBatch);
        const last = records.at(-1);
        if (!last) {
          if (seen === this.#kept) return;
          continue;
        }
        const again = member.again.get(partition) ?? committed;
        member.again.set(partition, again);
        let next = last.offset + 1;
        const batch: LogBatch = {
          partition,
          records,
          assignment,
          isStale,
          heartbeat: async () => {},
          commit: async (offset) => {
            await this.#store.commit(group, topic, partition, offset);
            if (!isStale()) member.again.set(partition, offset);
          },
          seek: (offset) => {
            next = offset;
            if (!isStale()) member.again.set(partition, Math.min(offset, member.again.get(partition) ?? offset));
          },
        };
        try {
          await onBatch(batch);
          if (!isStale()) member.next.set(partition, next);
          // What came meanwhile is gathered anew; more than one batch of it is a backlog, and that waits for nothing.
          if (gatherMs > 0 && records.length < maxBatch) return soon(member, () => this.#runAll(member));
          await aTurn();
        } catch (cause) {
          this.#onError(cause, { group, topic, partition });
          if (!isStale()) member.next.set(partition, member.again.get(partition) ?? again);
          await new Promise((resolve) => setTimeout(resolve, AGAIN_AFTER_MS));
        }
      }
    } finally {
      member.running.delete(partition);
    }
  }
}

/** Runs it now or, for one that gathers, once for all that comes within its time. */
function soon(one: Member | Follower, run: () => void): void {
  const { gatherMs = 0 } = one.options;
  if (one.stopped) return;
  if (gatherMs === 0) run();
  else
    one.gathering ??= setTimeout(() => {
      one.gathering = null;
      run();
    }, gatherMs);
}

function halt(one: Member | Follower): void {
  one.stopped = true;
  clearTimeout(one.gathering ?? undefined);
}

/** Lets sockets and timers have their turn between two batches of a long backlog. */
function aTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
