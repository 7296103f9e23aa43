import { onEnd } from './lib/on-end.mjs';
import { say } from './lib/say.mjs';
import { startServices } from './services/start-services.mjs';

// npm run services: real Kafka, Redis and Postgres on free ports until this is stopped.
say('Starting Kafka, Redis and Postgres …');
let services = null;
const starting = startServices({ log: say });
onEnd(async () => {
  services ??= await starting;
  say('Stopping …');
  await services.stop();
});
services = await starting;
for (const [name, value] of Object.entries(services.env)) say(`export ${name}=${value}`);
say('Stop them with Ctrl+C.');
// Without this nothing would keep the process, where all three were running already.
setInterval(() => {}, 60_000);
