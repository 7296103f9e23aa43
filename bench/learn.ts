/**
 * Events that the learner learns in a second of CPU, from the log to stored: embedded in this process, and as a worker
 * process on Kafka and Redis. `npm run bench -- learn [--quick] [--json] [--settings embedded,kafka] [--listeners 2000]`
 * `--profile FOLDER` keeps a CPU profile of that worker there, and tells which functions were hot.
 */
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { openKafkaEventLog } from '@segue/backends/kafka';
import { encodeListenEvent, type ListenEvent, partitionOf } from '@segue/core/events';
import type { EventLog } from '@segue/core/ports';
import { demoTracks, simulatedListens } from '@segue/demo';
import { startCluster } from '../scripts/cluster/start-cluster.mjs';
import { ensureBuilt } from '../scripts/lib/build.mjs';
import { makeScratch } from '../scripts/lib/scratch.mjs';
import { nowUs, profileFlags, tellHottest } from './lib/cpu-profile.ts';
import { cpuSecondsOf, needProc } from './lib/process-cost.ts';
import { progress } from './lib/progress.ts';
import { type Result, report, result } from './lib/results.ts';
import { teach, untilLearnt } from './lib/taught.ts';
import { benchPrefix } from './loop/segue.ts';

const { values: options } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    quick: { type: 'boolean', default: false },
    settings: { type: 'string', default: 'embedded,kafka' },
    listeners: { type: 'string' },
    profile: { type: 'string' },
  },
});
const TRACKS = 2_000;
const listeners = Number(options.listeners ?? (options.quick ? 500 : 2_000));
const wanted = new Set(options.settings.split(','));
const results: Result[] = [];
const { profile } = options;
const measured = { fromUs: 0, toUs: 0 };

if (wanted.has('kafka')) needProc();
if (wanted.has('embedded')) {
  const scratch = makeScratch('bench-learn');
  progress(`Embedded: ${listeners} listeners on ${TRACKS} tracks …`);
  // Once for the compiler, then for the figure.
  for (const round of options.quick ? ['once'] : ['warm-up', 'once']) {
    const taught = await teach({ tracks: TRACKS, listeners, folder: join(scratch.path, round) });
    await taught.close();
    if (round === 'once') results.push(judge('embedded', taught.events / taught.cpuSeconds, 20_000));
  }
  scratch.remove();
}
if (wanted.has('kafka')) {
  await ensureBuilt();
  const prefix = benchPrefix();
  progress('Starting Kafka, Redis, Postgres and a worker …');
  const cluster = await startCluster({
    api: 1,
    worker: 1,
    web: 0,
    prefix,
    env: { LOG_LEVEL: 'error', SEGUE_SIMULATED: '0' },
    nodeFlags: (name) => (profile !== undefined && name === 'worker-1' ? profileFlags(join(profile, name)) : []),
  });
  try {
    const worker = cluster.workers[0]!;
    const log = await openKafkaEventLog({
      brokers: (cluster.services.env['KAFKA_BROKERS'] ?? '').split(','),
      clientId: 'bench',
      prefix,
    });
    const tracks = demoTracks({ seed: 1, tracks: TRACKS, addedAtMs: Date.now() });
    const events = [...simulatedListens({ tracks, listeners, seed: 1, endMs: Date.now() })];
    // The first fifth is for the compiler; what is measured waits in the log before the worker takes it.
    const warmUp = Math.floor(events.length / 5);
    await append(log, events.slice(0, warmUp));
    await untilLearnt(log);
    worker.kill('SIGSTOP');
    await append(log, events.slice(warmUp));
    const before = cpuSecondsOf(worker.pid);
    measured.fromUs = nowUs();
    worker.kill('SIGCONT');
    await untilLearnt(log);
    measured.toUs = nowUs();
    results.push(judge('kafka', (events.length - warmUp) / (cpuSecondsOf(worker.pid) - before), 10_000));
    await log.close();
  } finally {
    await cluster.stop();
  }
  if (profile !== undefined) tellHottest('worker-1', profile, [measured]);
}
report({
  bench: 'learn',
  versions: { tracks: String(TRACKS), listeners: String(listeners) },
  results,
  quick: options.quick,
  json: options.json,
});
process.exit(0);

function judge(setting: string, perSecond: number, target: number): Result {
  return result({
    case: 'from the log to stored',
    setting,
    metric: 'events a CPU-second',
    value: perSecond,
    unit: '1/s',
    target: `at least ${target}`,
    met: perSecond >= target,
  });
}

async function append(log: EventLog, events: readonly ListenEvent[]): Promise<void> {
  const partitions = log.partitions('listens');
  for (let from = 0; from < events.length; from += 1_000) {
    await log.append(
      'listens',
      events.slice(from, from + 1_000).map((event) => ({
        partition: partitionOf(event.listenerId, partitions),
        key: event.listenerId,
        value: encodeListenEvent(event),
      })),
    );
  }
}
