import { openLmdbEventLog, openLmdbOnlineStore } from '@segue/backends/lmdb';
import { aCatalogue, workerOn } from './learning.ts';

// A process that learns what is in its data folder, says so, and never ends by itself: a test kills it.
const [home = ''] = process.argv.slice(2);
const log = openLmdbEventLog({ path: `${home}/log` });
const store = openLmdbOnlineStore({ path: `${home}/store` });
const worker = workerOn({ log, store, catalogue: await aCatalogue() });
await worker.start();
setInterval(async () => process.stdout.write(`${(await store.tastes.mark(0))?.offset ?? -1}\n`), 1);
