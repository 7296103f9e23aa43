import { existsSync } from 'node:fs';
import { openBackends } from '@segue/backends/configured';
import { adoptLog } from '@segue/following';
import { nowMs } from '@segue/telemetry';
import { loadMaintenanceConfig } from './config.ts';
import { logCommand } from './logged/log-command.ts';

// npm run log -- adopt | export: takes a log that was replaced or cut for the true one; writes the log as JSON lines.
async function main(args: readonly string[]): Promise<void> {
  const config = loadMaintenanceConfig(process.env);
  await logCommand(args, {
    open: () =>
      openBackends({
        settings: config.backends,
        instance: 'log',
        home: config.home,
        onProblem: (message) => process.stderr.write(`${message}\n`),
      }),
    isThere: Boolean(config.backends.kafka) || existsSync(config.home),
    adopt: ({ log, store }) => adoptLog({ log, store, nowMs }),
    say: (sentence) => process.stdout.write(`${sentence}\n`),
  });
}

main(process.argv.slice(2)).then(
  () => process.exit(0),
  (cause) => {
    process.stderr.write(`${cause instanceof Error ? cause.message : String(cause)}\n`);
    process.exit(1);
  },
);
