import { Worker } from 'node:worker_threads';
import { DIMENSIONS, type ModelView, type Vector } from '@segue/core/model';
import type { FromIndex, IndexState, ToIndex } from './messages.ts';

export interface NearestOptions {
  readonly model: ModelView;
  /** The thread's file: the bundler puts it beside the program. */
  readonly workerUrl: URL;
  readonly onProblem: (cause: unknown) => void;
}

export interface Nearest {
  /** Rows of the model nearest to `place` by inner product, nearest first; empty where the thread does not answer in time. */
  search(place: Vector, count: number): Promise<readonly number[]>;
  state(): IndexState;
  stop(): Promise<void>;
}

/** Changed rows go to the thread together, this often. */
const SYNC_MS = 100;
/** Copied in one turn of the loop, so that a catalogue that is read for the first time does not block it. */
const MOST_ROWS = 4_000;
/** Without the neighbours a slate is made of the other candidates: better than a late one. */
const ANSWER_MS = 250;
const MOST_ASKED = 2_000;

/** The nearest tracks of a large catalogue, by an index that lives in a thread of its own and follows the model. */
export function openNearest({ model, workerUrl, onProblem }: NearestOptions): Nearest {
  const thread = new Worker(workerUrl, { name: 'nearest' });
  const asked = new Map<number, (rows: Int32Array) => void>();
  const nothing = new Int32Array(0);
  let lastId = 0;
  let state: IndexState = { indexed: 0, size: 0, waiting: 0, recallAt10: null, busySeconds: 0 };
  let isDown = false;
  let sentSize = 0;
  let isMore = false;
  const giveUp = (cause: unknown) => {
    isDown = true;
    for (const answer of asked.values()) answer(nothing);
    asked.clear();
    onProblem(cause);
  };
  thread.on('message', (message: FromIndex) => {
    if (message.type === 'state') state = message;
    else asked.get(message.id)?.(message.rows);
  });
  thread.on('error', giveUp);
  thread.unref();
  const post = (message: ToIndex, transfer: ArrayBuffer[] = []) => thread.postMessage(message, transfer);

  const sync = setInterval(() => {
    if (isDown) return;
    const rows = model.takeChangedRows(MOST_ROWS);
    if (rows.length === 0 && model.size === sentSize && !isMore) return;
    sentSize = model.size;
    isMore = rows.length === MOST_ROWS;
    const vectors = new Float32Array(rows.length * DIMENSIONS);
    for (let i = 0; i < rows.length; i++) {
      const at = rows[i]! * DIMENSIONS;
      vectors.set(model.matrix.subarray(at, at + DIMENSIONS), i * DIMENSIONS);
    }
    post({ type: 'rows', rows, vectors, size: model.size, more: isMore }, [rows.buffer, vectors.buffer]);
  }, SYNC_MS);
  sync.unref();

  return {
    search(place, count) {
      if (isDown || asked.size >= MOST_ASKED) return Promise.resolve([]);
      const id = ++lastId;
      const { generation } = model;
      return new Promise((resolve) => {
        const answer = (rows: Int32Array) => {
          clearTimeout(timer);
          asked.delete(id);
          // Rows are numbers of places: once tracks have come or gone they may name others.
          resolve(model.generation === generation ? Array.from(rows) : []);
        };
        const timer = setTimeout(() => answer(nothing), ANSWER_MS);
        asked.set(id, answer);
        post({ type: 'search', id, place, count });
      });
    },
    state: () => state,
    async stop() {
      clearInterval(sync);
      await thread.terminate();
      for (const answer of asked.values()) answer(nothing);
    },
  };
}
