import { randomUUID } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Kafka, logLevel } from 'kafkajs';
import { io } from 'socket.io-client';
import { answersOk, startProcess } from '../../scripts/cluster/process.mjs';
import { root } from '../../scripts/lib/root.mjs';
import type { Client } from './load.ts';
import type { System } from './system.ts';
import { numberIn, textSlates } from './text-slates.ts';

/**
 * What nothing on these parts can be faster than: bare kafkajs (idempotent, one send in flight) → Redis pipeline and
 * publish → Socket.IO with a payload of 20 rows. Two processes, as api and worker are.
 */
export async function startFloor({
  services,
  folder,
  rows,
}: {
  readonly services: Readonly<Record<string, string>>;
  readonly folder: string;
  readonly rows: unknown;
}): Promise<System> {
  const name = `floor-${randomUUID().slice(0, 8)}`;
  const payload = join(folder, 'payload.json');
  writeFileSync(payload, JSON.stringify(rows));
  const admin = new Kafka({ brokers: (services['KAFKA_BROKERS'] ?? '').split(','), logLevel: logLevel.NOTHING }).admin();
  await admin.connect();
  await admin.createTopics({ topics: [{ topic: name, numPartitions: 6 }] });
  await admin.disconnect();
  const start = (kind: 'api' | 'worker') =>
    startProcess({
      name: `floor-${kind}`,
      command: process.execPath,
      args: () => ['--import', 'tsx', join(root, 'bench', 'loop', `floor-${kind}.main.ts`)],
      env: (port: number) => ({
        ...process.env,
        ...services,
        NODE_ENV: 'production',
        TOPIC: name,
        GROUP: name,
        CHANNEL: name,
        PAYLOAD_FILE: payload,
        PORT: String(port),
      }),
      ready: answersOk('/readyz'),
      log: join(folder, `floor-${kind}.log`),
    });
  const api = await start('api');
  const worker = await start('worker');
  return {
    name: 'floor',
    metricsUrls: [],
    processes: () => ({ api: api.pid, worker: worker.pid }),
    connect: (count) => Promise.all(Array.from({ length: count }, (_, index) => connect(api.url, index))),
    stop: async () => {
      await api.stop();
      await worker.stop();
    },
  };
}

async function connect(url: string, index: number): Promise<Client> {
  const socket = io(url, { transports: ['websocket'], auth: { listener: `listener-${index}`, index }, forceNew: true, parser: textSlates });
  await new Promise<void>((resolve, reject) => {
    socket.once('connect', resolve);
    socket.once('connect_error', reject);
  });
  const open = new Map<number, { readonly sentAtMs: number; readonly resolve: (tookMs: number) => void }>();
  let number = 0;
  socket.on('slate', (slate: string) => {
    const covered = numberIn(slate, 'number') ?? 0;
    const one = open.get(covered);
    open.delete(covered);
    one?.resolve(performance.now() - one.sentAtMs);
  });
  return {
    gesture() {
      number++;
      const own = number;
      const gesture = {
        number: own,
        occurredAt: new Date().toISOString(),
        act: { type: 'skip', trackId: 'track-000000', heardFraction: 0.1 },
      };
      return new Promise((resolve) => {
        open.set(own, { sentAtMs: performance.now(), resolve });
        socket.emit('gesture', gesture, () => {});
      });
    },
    revision: () => Promise.resolve(number),
    close: () => void socket.close(),
  };
}
