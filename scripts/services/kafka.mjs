import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startGuarded } from '../lib/guarded.mjs';
import { connectable, freePort, untilUp } from '../lib/ports.mjs';
import { run, which } from '../lib/run.mjs';
import { ensureKafkaJars, haveKafkaJars, KAFKA_VERSION } from './kafka-jars.mjs';

const CLUSTER_ID = 'c2VndWUtc2VndWUtc2VndQ';
/** Up in 2 s; the quick compiler is enough for a broker of tests. */
const JVM = ['-Xmx512m', '-Xms256m', '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=4'];

/** @type {import('./start-services.mjs').Service} */
export const kafka = {
  name: 'Kafka',
  variable: 'KAFKA_BROKERS',
  image: {
    name: `apache/kafka:${KAFKA_VERSION}`,
    port: 9092,
    args: [],
    // Settings by variable replace the image's own file, so all of them are named.
    env: (port) =>
      Object.entries(settingsOf({ listen: '0.0.0.0', port: 9092, advertised: port, controller: 9093, logs: '/tmp/kafka-logs' })).map(
        ([key, value]) => `KAFKA_${key.toUpperCase().replaceAll('.', '_')}=${value}`,
      ),
    // ApiVersions (18) of version 0 with the number 7 and no client id; the answer, after its length, begins with the number.
    hello: Buffer.from([0, 0, 0, 10, 0, 18, 0, 0, 0, 0, 0, 7, 0xff, 0xff]),
    isUp: (answer) => answer.length >= 8 && answer.readInt32BE(4) === 7,
  },
  url: (port) => `127.0.0.1:${port}`,
  lacking() {
    if (!which('java')) return 'no java program';
    if (!haveKafkaJars() && !which('mvn')) return 'no mvn program to fetch its jars with';
    return null;
  },
  async prepare({ folder, log, say, advertisedPort }) {
    const classPath = await ensureKafkaJars(say);
    const [port, controller] = [await freePort(), await freePort()];
    const properties = join(folder, 'server.properties');
    const settings = settingsOf({ listen: '127.0.0.1', port, advertised: advertisedPort ?? port, controller, logs: join(folder, 'logs') });
    writeFileSync(
      properties,
      Object.entries(settings)
        .map(([key, value]) => `${key}=${value}`)
        .join('\n'),
    );
    const tool = ['-cp', classPath, 'kafka.tools.StorageTool', 'format', '-t', CLUSTER_ID, '-c', properties];
    const format = await run('java', tool, { cwd: folder, collect: true });
    if (format.code !== 0) throw new Error(`Kafka's StorageTool failed: ${format.output.trim().slice(-400)}`);
    return {
      port,
      async open() {
        const program = startGuarded('java', [...JVM, '-cp', classPath, 'kafka.Kafka', properties], { cwd: folder, log, graceSeconds: 6 });
        await untilUp(() => connectable(port), { what: 'Kafka', timeoutMs: 60_000, program });
        return program;
      },
    };
  },
};

/** One node that is broker and controller, and never deletes. */
function settingsOf({ listen, port, advertised, controller, logs }) {
  return {
    'process.roles': 'broker,controller',
    'node.id': 1,
    'controller.quorum.voters': `1@127.0.0.1:${controller}`,
    listeners: `PLAINTEXT://${listen}:${port},CONTROLLER://127.0.0.1:${controller}`,
    'advertised.listeners': `PLAINTEXT://127.0.0.1:${advertised}`,
    'controller.listener.names': 'CONTROLLER',
    'listener.security.protocol.map': 'PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT',
    'log.dirs': logs,
    'log.retention.ms': -1,
    'offsets.topic.replication.factor': 1,
    'offsets.topic.num.partitions': 4,
    'transaction.state.log.replication.factor': 1,
    'transaction.state.log.min.isr': 1,
    'share.coordinator.state.topic.replication.factor': 1,
    'share.coordinator.state.topic.min.isr': 1,
    'group.initial.rebalance.delay.ms': 0,
    'auto.create.topics.enable': false,
    'num.partitions': 1,
  };
}
