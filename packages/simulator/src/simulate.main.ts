import { parseArgs } from 'node:util';
import { simulate } from './simulate.ts';
import { simulateLive } from './simulate-live.ts';
import { liveTableOf, tablesOf } from './tables.ts';

const USAGE = `npm run -s simulate -- [--listeners 300] [--events 30000] [--seed 1] [--tracks 2000]
    [--newcomers 200] [--new-tracks 40] [--days 5] [--json]
    --url http://127.0.0.1:3000 [--listeners 20] [--events 200] [--seed 1] [--json]   against a running app`;

async function main(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      url: { type: 'string' },
      listeners: { type: 'string' },
      events: { type: 'string' },
      seed: { type: 'string', default: '1' },
      tracks: { type: 'string', default: '2000' },
      newcomers: { type: 'string', default: '200' },
      'new-tracks': { type: 'string', default: '40' },
      days: { type: 'string', default: '5' },
      json: { type: 'boolean', default: false },
    },
  });
  const listeners = wholeNumber('listeners', values.listeners ?? (values.url ? '20' : '300'), 1);
  const events = wholeNumber('events', values.events ?? (values.url ? '200' : '30000'), 1);
  const print = (figures: object, tables: () => string) =>
    process.stdout.write(`${values.json ? JSON.stringify({ versions: { node: process.version }, ...figures }) : tables()}\n`);
  if (values.url) {
    const options = { url: values.url.replace(/\/$/, ''), listeners, events, seed: wholeNumber('seed', values.seed, 0) };
    const live = await simulateLive(options);
    print({ options, live }, () => liveTableOf(live));
    return;
  }
  const options = {
    listeners,
    events,
    seed: wholeNumber('seed', values.seed, 0),
    tracks: wholeNumber('tracks', values.tracks, 50),
    newcomers: wholeNumber('newcomers', values.newcomers, 1),
    newTracks: wholeNumber('new-tracks', values['new-tracks'], 1),
    days: wholeNumber('days', values.days, 1),
  };
  const measured = simulate(options, (sentence) => process.stderr.write(`${sentence}\n`));
  print({ options, ...measured }, () => tablesOf(measured));
}

function wholeNumber(name: string, text: string, least: number): number {
  const value = Number(text);
  if (text.trim() === '' || !Number.isSafeInteger(value) || value < least || value > 1e8)
    throw new Error(`--${name} is ${text}, expected a whole number from ${least}`);
  return value;
}

main(process.argv.slice(2)).catch((cause) => {
  process.stderr.write(`${(cause as Error).message}\n${USAGE}\n`);
  process.exitCode = 1;
});
