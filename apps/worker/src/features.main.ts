import { existsSync } from 'node:fs';
import { openBackends } from '@segue/backends/configured';
import { createLogger } from '@segue/telemetry';
import { loadMaintenanceConfig } from './config.ts';
import { featuresCommand } from './training/features-command.ts';

// npm run features -- list | export: the declared features, and training sets of them from the log.
async function main(args: readonly string[]): Promise<void> {
  const config = loadMaintenanceConfig(process.env);
  const logger = createLogger({ service: 'features', level: config.logLevel });
  await featuresCommand(args, {
    seed: config.seed,
    home: config.backends.kafka || existsSync(config.home) ? config.home : null,
    open: () =>
      openBackends({
        settings: config.backends,
        instance: 'features',
        home: config.home,
        onProblem: (message) => logger.warn(message),
      }),
    print: (text) => process.stdout.write(`${text}\n`),
    say: (sentence) => process.stderr.write(`${sentence}\n`),
  });
}

main(process.argv.slice(2)).then(
  () => process.exit(0),
  (cause) => {
    process.stderr.write(`${cause instanceof Error ? cause.message : String(cause)}\n`);
    process.exit(1);
  },
);
