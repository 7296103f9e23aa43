import { parentPort } from 'node:worker_threads';
import { IndexThread } from './index-thread.ts';
import type { FromIndex, ToIndex } from './messages.ts';

const TELL_EVERY_MS = 1_000;

const port = parentPort;
if (!port) throw new Error('This file is the index’s thread: openNearest starts it.');
const send = (message: FromIndex) => port.postMessage(message);
const thread = new IndexThread({ send, nowMs: () => performance.now() });
let isWorking = false;

port.on('message', (message: ToIndex) => {
  thread.take(message);
  if (!isWorking) work();
});
setInterval(() => send({ type: 'state', ...thread.state() }), TELL_EVERY_MS).unref();

/** A slice of updates, then whatever was asked meanwhile, then the next. */
function work(): void {
  const restMs = thread.work();
  isWorking = restMs !== null;
  if (restMs === null) return;
  if (restMs < 1) setImmediate(work);
  else setTimeout(work, restMs);
}
