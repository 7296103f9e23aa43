import { constants, setPriority } from 'node:os';
import { parentPort } from 'node:worker_threads';
import { parseListenEvent } from '@segue/core/events';
import { createLongTermLearner, fitLongTerm, packFit } from '@segue/core/model';
import type { FromFit, ToFit } from './messages.ts';

const port = parentPort;
if (!port) throw new Error('This file is the long-term fit’s thread: the worker starts it.');
// A fit may come a second later; gestures may not. Linux lowers this thread alone, others would lower the whole process.
if (process.platform === 'linux') setPriority(constants.priority.PRIORITY_BELOW_NORMAL);
const send = (message: FromFit) => port.postMessage(message);
const learner = createLongTermLearner();
/** What a refit that is due is of: the listeners as they were at its event. */
let due: { readonly events: number; readonly listeners: ReturnType<typeof learner.listeners> } | null = null;

port.on('message', (message: ToFit) => {
  if (message.type === 'records') takeAll(message.values);
  else if (message.type === 'settle') settle();
  else if (due) fit(due, message.epoch);
  else send({ type: 'nothing' });
});

function takeAll(values: readonly Uint8Array[]): void {
  let isDue = false;
  for (const value of values) {
    const parsed = parseListenEvent(value);
    // What cannot be parsed is set aside by the learner, with the reason.
    if (!parsed.ok || !learner.take(parsed.event)) continue;
    due = { events: learner.events, listeners: learner.listeners() };
    isDue = true;
  }
  send({ type: 'taken', records: values.length });
  if (isDue && due) send({ type: 'due', events: due.events });
}

function settle(): void {
  if (!learner.settle()) return;
  due = { events: learner.events, listeners: learner.listeners() };
  send({ type: 'due', events: due.events });
}

function fit({ listeners, events }: NonNullable<typeof due>, epoch: number): void {
  due = null;
  const startMs = performance.now();
  const pieces = packFit(fitLongTerm(listeners, { epoch, events }));
  send({ type: 'fitted', events, pieces, tookMs: performance.now() - startMs });
}
