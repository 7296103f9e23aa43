import './lib/node-version.mjs';
import { loadDotEnvOfTheMachine } from './lib/dot-env.mjs';
import { onEnd } from './lib/on-end.mjs';
import { command, PlainError, say } from './lib/say.mjs';
import { startServices } from './services/start-services.mjs';

// npm run services: real Kafka, Redis and Postgres on free ports until this is stopped.
await command(async () => {
  loadDotEnvOfTheMachine();
  say('Starting Kafka, Redis and Postgres …');
  /** @type {import('./services/start-services.mjs').Services | undefined} */
  let services;
  onEnd(async () => {
    // What is there while they still start goes with this process.
    if (!services) return;
    say('Stopping …');
    await services.stop();
  });
  services = await startServices({ log: say });
  const variables = Object.entries(services.env);
  if (variables.length === 0) {
    await services.stop();
    throw new PlainError('There is none to keep running. CONTRIBUTING.md says what they are started from.');
  }
  for (const [name, value] of variables) say(`export ${name}=${value}`);
  say('Stop them with Ctrl+C.');
  // Without this nothing would keep the process, where all three were running already.
  setInterval(() => {}, 60_000);
});
