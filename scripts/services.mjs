import { say } from './lib/say.mjs';
import { startServices } from './services/start-services.mjs';

// npm run services: real Kafka, Redis and Postgres on free ports until this is stopped.
say('Starting services …');
const services = await startServices({ log: say });
for (const [name, value] of Object.entries(services.env)) say(`export ${name}=${value}`);
if (services.missing.length > 0) say(`Missing: ${services.missing.map(({ name, reason }) => `${name} (${reason})`).join('; ')}`);
say('Stop with Ctrl+C.');
const alive = setInterval(() => {}, 60_000);
for (const signal of ['SIGINT', 'SIGTERM']) {
  process.once(signal, async () => {
    clearInterval(alive);
    await services.stop();
    process.exit(0);
  });
}
