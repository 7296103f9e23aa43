import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { run, which } from '../lib/run.mjs';
import { say } from '../lib/say.mjs';
import { connectable, freePort, startChild, until } from './child.mjs';

const VERSION = '4.3.0';
const CLUSTER_ID = 'c2VndWUtc2VndWUtc2VndQ';
const libs = join(process.env.SEGUE_CACHE ?? join(homedir(), '.cache', 'segue'), `kafka-${VERSION}`);

/** The broker's jars, through Maven, once a machine. */
async function ensureJars() {
  if (existsSync(join(libs, 'done'))) return;
  say(`  Kafka: fetching the jars of ${VERSION} through Maven (45 MB, once) …`);
  const folder = `${libs}.${process.pid}`;
  mkdirSync(folder, { recursive: true });
  const pom = join(folder, 'pom.xml');
  writeFileSync(
    pom,
    `<project xmlns="http://maven.apache.org/POM/4.0.0"><modelVersion>4.0.0</modelVersion><groupId>segue</groupId><artifactId>kafka</artifactId><version>1</version><packaging>pom</packaging>
<dependencies><dependency><groupId>org.apache.kafka</groupId><artifactId>kafka_2.13</artifactId><version>${VERSION}</version></dependency></dependencies></project>`,
  );
  const { code, output } = await run('mvn', ['-q', '-B', '-f', pom, 'dependency:copy-dependencies', `-DoutputDirectory=${folder}`], {
    collect: true,
  });
  if (code !== 0) {
    rmSync(folder, { recursive: true, force: true });
    throw new Error(`Maven could not fetch Kafka: ${output.split('\n').filter(Boolean).slice(0, 3).join(' ')}`);
  }
  writeFileSync(join(folder, 'done'), '');
  if (existsSync(libs)) rmSync(folder, { recursive: true, force: true });
  else renameSync(folder, libs);
}

export const kafka = {
  name: 'Kafka',
  variable: 'KAFKA_BROKERS',
  image: null,
  async lacking() {
    if (!(await which('java'))) return 'no java program';
    if (!existsSync(join(libs, 'done')) && !(await which('mvn'))) return 'no mvn program to fetch its jars with';
    return null;
  },
  async start({ folder }) {
    await ensureJars();
    const [port, controller] = [await freePort(), await freePort()];
    const properties = join(folder, 'server.properties');
    writeFileSync(
      properties,
      Object.entries({
        'process.roles': 'broker,controller',
        'node.id': 1,
        'controller.quorum.voters': `1@127.0.0.1:${controller}`,
        listeners: `PLAINTEXT://127.0.0.1:${port},CONTROLLER://127.0.0.1:${controller}`,
        'advertised.listeners': `PLAINTEXT://127.0.0.1:${port}`,
        'controller.listener.names': 'CONTROLLER',
        'listener.security.protocol.map': 'PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT',
        'log.dirs': join(folder, 'logs'),
        'offsets.topic.replication.factor': 1,
        'offsets.topic.num.partitions': 4,
        'transaction.state.log.replication.factor': 1,
        'transaction.state.log.min.isr': 1,
        'share.coordinator.state.topic.replication.factor': 1,
        'share.coordinator.state.topic.min.isr': 1,
        'group.initial.rebalance.delay.ms': 0,
        'auto.create.topics.enable': false,
        'num.partitions': 1,
      })
        .map(([key, value]) => `${key}=${value}`)
        .join('\n'),
    );
    const classPath = readdirSync(libs)
      .filter((file) => file.endsWith('.jar'))
      .map((file) => join(libs, file))
      .join(':');
    const heap = ['-Xmx512m', '-Xms256m', '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=4'];
    const format = await run('java', ['-cp', classPath, 'kafka.tools.StorageTool', 'format', '-t', CLUSTER_ID, '-c', properties], {
      collect: true,
    });
    if (format.code !== 0) throw new Error(`Kafka's StorageTool failed: ${format.output.slice(-400)}`);
    const open = async () => {
      const child = startChild('kafka', 'java', [...heap, '-cp', classPath, 'kafka.Kafka', properties], { folder });
      await until(() => connectable(port), 'Kafka', 60_000);
      return child;
    };
    return { url: `127.0.0.1:${port}`, port, open };
  },
};
