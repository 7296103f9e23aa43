import { parentPort, workerData } from 'node:worker_threads';
import { IndexThread } from './index-thread.ts';
import type { FromIndex, ThreadData, ToIndex } from './messages.ts';

const TELL_EVERY_MS = 1_000;

const port = parentPort;
if (!port) throw new Error('This file is the index’s thread: openNearest starts it.');
const { memory, size, method } = workerData as ThreadData;
const send = (message: FromIndex) => port.postMessage(message);
const thread = new IndexThread({ memory, size, method, send, nowMs: () => performance.now() });
let isWorking = true;
setImmediate(work);

port.on('message', (message: ToIndex) => {
  thread.take(message);
  if (isWorking) return;
  isWorking = true;
  // Whoever else has asked meanwhile is answered first.
  setImmediate(work);
});
const tell = () => send({ type: 'state', ...thread.state() });
// The first one says that it lives.
tell();
setInterval(tell, TELL_EVERY_MS).unref();

/** A slice of work, then whatever was asked meanwhile, then the next. */
function work(): void {
  const restMs = thread.work();
  isWorking = restMs !== null;
  if (restMs === null) return;
  if (restMs < 1) setImmediate(work);
  else setTimeout(work, restMs);
}
