import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { Worker } from 'node:worker_threads';
import type { SoundSpec } from '../composer/score.ts';
import type { RenderReply, RenderRequest } from './render-messages.ts';
import { SoundError } from './sound-error.ts';

export interface Wanted {
  readonly urgency: 'urgent' | 'ahead';
}

export interface RenderPool {
  /** One block of a track. What is urgent goes before what is only read ahead, and may become so while it waits. */
  render(spec: SoundSpec, block: number, wanted: Wanted): Promise<Uint8Array>;
  /** Finishes what is asked for, takes nothing new, stops the threads. */
  close(): Promise<void>;
}

export interface RenderPoolOptions {
  readonly workers: number;
  readonly workerUrl: URL;
  /** Jobs that may wait at a time. */
  readonly maxQueue: number;
  /** A block that takes longer is given up and its thread replaced. */
  readonly timeoutMs: number;
}

interface Job {
  readonly request: RenderRequest;
  readonly wanted: Wanted;
  readonly resolve: (pcm: Uint8Array) => void;
  readonly reject: (error: SoundError) => void;
}

interface Seat {
  readonly worker: Worker;
  job: Job | null;
  /** The track it played last: it still has its sounds at hand. */
  seed: number;
  timer: NodeJS.Timeout | null;
}

/** Threads that render, and a bounded line of jobs before them. The first thread starts at once, others when there is work for them. */
export function createRenderPool({ workers, workerUrl, maxQueue, timeoutMs }: RenderPoolOptions): RenderPool {
  const seats: Seat[] = [];
  const waiting: Job[] = [];
  let jobs = 0;
  let closing = false;
  let idle: (() => void) | null = null;

  const take = (seat: Seat): Job | undefined => {
    const urgent = waiting.filter(({ wanted }) => wanted.urgency === 'urgent');
    const line = urgent.length > 0 ? urgent : waiting;
    const same = line.findIndex(({ request }) => request.spec.seed === seat.seed);
    const job = line[same > 0 && seats.length > 1 ? same : 0];
    if (job) waiting.splice(waiting.indexOf(job), 1);
    return job;
  };

  const pump = (): void => {
    while (seats.length < workers && waiting.length > 0 && seats.every(({ job }) => job)) seats.push(open());
    for (const seat of [...seats]) {
      if (seat.job) continue;
      const job = take(seat);
      if (!job) break;
      seat.job = job;
      seat.seed = job.request.spec.seed;
      seat.timer = setTimeout(() => retire(seat, `took longer than ${timeoutMs} ms and was stopped`), timeoutMs);
      seat.worker.postMessage(job.request);
    }
    if (waiting.length === 0 && seats.every(({ job }) => !job)) idle?.();
  };

  const settle = (seat: Seat): Job | null => {
    const { job } = seat;
    seat.job = null;
    if (seat.timer) clearTimeout(seat.timer);
    seat.timer = null;
    return job;
  };

  const retire = (seat: Seat, why: string): void => {
    const at = seats.indexOf(seat);
    if (at >= 0) seats.splice(at, 1);
    const job = settle(seat);
    void seat.worker.terminate();
    job?.reject(new SoundError('sound_failed', `Rendering block ${job.request.block} ${why}`));
    pump();
  };

  const open = (): Seat => {
    const worker = startWorker(workerUrl);
    const seat: Seat = { worker, job: null, seed: -1, timer: null };
    worker.on('message', (reply: RenderReply) => {
      const job = settle(seat);
      if (job && 'pcm' in reply) job.resolve(reply.pcm);
      else if (job && 'error' in reply)
        job.reject(new SoundError('sound_failed', `Block ${job.request.block} could not be rendered: ${reply.error}`));
      pump();
    });
    worker.on('error', (error) => retire(seat, `stopped its thread: ${error.message}`));
    worker.on('exit', () => {
      if (seats.includes(seat)) retire(seat, 'lost its thread');
    });
    // A server that has nothing else to do may end while threads wait.
    worker.unref();
    return seat;
  };

  // The first thread starts at once, so that it is warm when somebody comes.
  seats.push(open());

  return {
    render(spec, block, wanted) {
      if (closing) return Promise.reject(new SoundError('sound_closed', 'The sound renderer is closing and takes no more work'));
      if (waiting.length >= maxQueue) {
        return Promise.reject(new SoundError('sound_busy', `${maxQueue} blocks of sound are waiting already; try again in a second`));
      }
      return new Promise((resolve, reject) => {
        waiting.push({ request: { job: ++jobs, spec, block }, wanted, resolve, reject });
        pump();
      });
    },
    async close() {
      closing = true;
      await new Promise<void>((resolve) => {
        idle = resolve;
        pump();
      });
      await Promise.all(seats.splice(0).map(({ worker }) => worker.terminate()));
    },
  };
}

/**
 * A bundle is plain JavaScript and starts as it is. Source needs tsx inside the thread too: loaders of the parent do
 * not reach it, and `--import tsx` does nothing there on Node 20.
 */
function startWorker(url: URL): Worker {
  if (!url.pathname.endsWith('.ts')) return new Worker(url, { workerData: 'warm' });
  // Found by its file: asking for `tsx/esm/api` from here would give its CommonJS build, which cannot register.
  const loader = new URL('dist/esm/api/index.mjs', pathToFileURL(createRequire(import.meta.url).resolve('tsx/package.json'))).href;
  return new Worker(
    `import(${JSON.stringify(loader)}).then(({ register }) => { register(); return import(${JSON.stringify(url.href)}); })`,
    { eval: true, workerData: 'warm' },
  );
}
