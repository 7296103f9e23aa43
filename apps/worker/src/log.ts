import { openBackends } from '@segue/backends/configured';
import { adoptLog } from '@segue/following';
import { nowMs } from '@segue/telemetry';
import { z } from 'zod';
import { loadMaintenanceConfig } from './config.ts';

// npm run log -- adopt: takes a log that was replaced or cut for the true one.
const command = z.literal('adopt', 'the only thing to do with the log is: npm run log -- adopt').safeParse(process.argv[2]);
if (!command.success) {
  process.stderr.write(`${z.prettifyError(command.error)}\n`);
  process.exit(1);
}
const config = loadMaintenanceConfig(process.env);
const { log, store, close } = await openBackends({
  settings: config.backends,
  instance: 'adopt',
  home: config.home,
  onProblem: (message) => process.stderr.write(`${message}\n`),
});
const { epoch, listenPartitions } = await adoptLog({ log, store, nowMs });
process.stdout.write(`Adopted: epoch ${epoch}, ${listenPartitions} partitions of listens. Start api and workers again.\n`);
await close();
