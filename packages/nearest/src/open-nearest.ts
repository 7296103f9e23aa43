import { Worker } from 'node:worker_threads';
import { DIMENSIONS, type ModelView, type Vector } from '@segue/core/model';
import { leastMs } from './measuring.ts';
import type { FromIndex, IndexState, Method, ThreadData, ToIndex } from './messages.ts';

export interface NearestOptions {
  readonly model: ModelView;
  /** The thread's file: the bundler puts it beside the program. */
  readonly workerUrl: URL;
  readonly onProblem: (cause: unknown) => void;
  /** ms, any clock that only goes forward. */
  readonly nowMs?: () => number;
  /** How the thread has to find them, for benchmarks; by measurement without it. */
  readonly method?: Method;
}

export interface Nearest {
  /**
   * Rows of the model nearest to `place` by inner product, nearest first; empty where the thread does not answer in time.
   * Null where whoever ranks has to look for themselves: a scan is fast, or there is no thread yet, or none any more.
   */
  search(place: Vector, count: number): Promise<readonly number[]> | null;
  /** Null while there is no thread. */
  state(): IndexState | null;
  stop(): Promise<void>;
}

/** A slate may take so much of the loop for a scan: asking the thread costs about as much. */
const HERE_MS = 0.15;
/** Whether to scan here is measured anew once the catalogue has grown or shrunk by this factor. */
const MEASURE_AGAIN = 1.25;
const ROUNDS = 5;
/** Changed rows go to the thread together, this often. */
const SYNC_MS = 100;
/** Of those at most so many in one turn of the loop, so that a catalogue that is read for the first time does not block it. */
const MOST_ROWS = 20_000;
/** Without the neighbours a slate is made of the other candidates: better than a late one. */
const ANSWER_MS = 250;
const MOST_ASKED = 2_000;

const NOTHING_KNOWN: IndexState = {
  method: null,
  wantsMoves: false,
  scanMs: null,
  graphMs: null,
  indexed: 0,
  size: 0,
  waiting: 0,
  recallAt10: null,
  busySeconds: 0,
};

/**
 * The nearest tracks: in a small catalogue by a scan where they are ranked, in a large one by a thread that shares the
 * vectors. Which it is follows from what a scan takes here.
 */
export function openNearest({ model, workerUrl, onProblem, nowMs = () => performance.now(), method }: NearestOptions): Nearest {
  let thread: IndexThreadClient | null = null;
  let measuredSize = 0;
  let isFastHere = true;
  const measure = () => {
    const { size } = model;
    const changed = Math.max(size, measuredSize) / Math.max(1, Math.min(size, measuredSize));
    if (changed < MEASURE_AGAIN) return;
    measuredSize = size;
    const place = model.matrix.slice(0, DIMENSIONS);
    isFastHere = method === undefined && leastMs(nowMs, ROUNDS, () => model.nearest(place, 1)) <= HERE_MS;
  };
  return {
    search(place, count) {
      measure();
      if (isFastHere) return null;
      thread ??= startThread({ model, workerUrl, onProblem, method });
      return thread.search(place, count);
    },
    state: () => thread?.state() ?? null,
    stop: async () => thread?.stop(),
  };
}

type IndexThreadClient = ReturnType<typeof startThread>;

function startThread({
  model,
  workerUrl,
  onProblem,
  method,
}: Pick<NearestOptions, 'model' | 'workerUrl' | 'onProblem'> & { readonly method: Method | undefined }) {
  const workerData: ThreadData = { memory: model.vectorMemory, size: model.size, ...(method && { method }) };
  const thread = new Worker(workerUrl, { name: 'nearest', workerData });
  const asked = new Map<number, (rows: Int32Array) => void>();
  const nothing = new Int32Array(0);
  let lastId = 0;
  let state: IndexState = NOTHING_KNOWN;
  let isUp = false;
  let isDown = false;
  let sentSize = 0;
  const answerAll = () => {
    for (const answer of asked.values()) answer(nothing);
  };
  thread.on('message', (message: FromIndex) => {
    isUp = true;
    if (message.type === 'state') state = message;
    else asked.get(message.id)?.(message.rows);
  });
  thread.on('error', (cause) => {
    isDown = true;
    answerAll();
    onProblem(cause);
  });
  thread.unref();
  const post = (message: ToIndex, transfer: ArrayBuffer[] = []) => thread.postMessage(message, transfer);

  const sync = setInterval(() => {
    if (isDown || !state.wantsMoves) return model.forgetChangedRows();
    const rows = model.takeChangedRows(MOST_ROWS);
    if (rows.length === 0 && model.size === sentSize) return;
    sentSize = model.size;
    post({ type: 'moved', rows, size: model.size }, [rows.buffer]);
  }, SYNC_MS);
  sync.unref();

  return {
    search(place: Vector, count: number): Promise<readonly number[]> | null {
      if (isDown || !isUp) return null;
      if (asked.size >= MOST_ASKED) return Promise.resolve([]);
      const id = ++lastId;
      const { generation, size } = model;
      return new Promise((resolve) => {
        const answer = (rows: Int32Array) => {
          clearTimeout(timer);
          asked.delete(id);
          // Rows are numbers of places: once tracks have come or gone they may name others.
          resolve(model.generation === generation ? Array.from(rows) : []);
        };
        const timer = setTimeout(() => answer(nothing), ANSWER_MS);
        asked.set(id, answer);
        post({ type: 'search', id, place, count, size });
      });
    },
    state: () => (isDown ? null : state),
    async stop(): Promise<void> {
      isDown = true;
      clearInterval(sync);
      await thread.terminate();
      answerAll();
    },
  };
}
