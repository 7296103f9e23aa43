import { isMainThread } from 'node:worker_threads';
import { register } from 'tsx/esm/api';

// Imported before a program that runs from its sources: a thread needs tsx too, where `--import tsx` does nothing on Node 20.
if (!isMainThread) register();
