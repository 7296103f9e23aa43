import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { run } from '../lib/run.mjs';
import { secondsSince } from '../lib/say.mjs';

export const KAFKA_VERSION = '4.3.0';

/** Outside the project, so that every clone of it on this machine shares them. */
const folderOfJars = () => join(process.env.SEGUE_CACHE || join(homedir(), '.cache', 'segue'), `kafka-${KAFKA_VERSION}`);
/** Written last: a folder without it is the rest of an interrupted fetch. */
const DONE = 'done';

export const haveKafkaJars = () => existsSync(join(folderOfJars(), DONE));

/** Fetches the broker's jars through Maven, once a machine. @returns {Promise<string>} the class path */
export async function ensureKafkaJars(say) {
  if (!haveKafkaJars()) await fetchJars(say);
  const folder = folderOfJars();
  return readdirSync(folder)
    .filter((file) => file.endsWith('.jar'))
    .map((file) => join(folder, file))
    .join(':');
}

async function fetchJars(say) {
  const start = performance.now();
  const folder = folderOfJars();
  say(`  Kafka: fetching the jars of ${KAFKA_VERSION} through Maven (45 MB, once) …`);
  const fetched = `${folder}.${process.pid}`;
  mkdirSync(fetched, { recursive: true });
  const pom = join(fetched, 'pom.xml');
  writeFileSync(
    pom,
    `<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion><groupId>segue</groupId><artifactId>kafka</artifactId><version>1</version><packaging>pom</packaging>
  <dependencies><dependency><groupId>org.apache.kafka</groupId><artifactId>kafka_2.13</artifactId><version>${KAFKA_VERSION}</version></dependency></dependencies>
</project>`,
  );
  const { code, output } = await run('mvn', ['-q', '-B', '-f', pom, 'dependency:copy-dependencies', `-DoutputDirectory=${fetched}`], {
    collect: true,
  });
  if (code !== 0) {
    rmSync(fetched, { recursive: true, force: true });
    throw new Error(`Maven could not fetch Kafka: ${output.split('\n').filter(Boolean).slice(0, 3).join(' ')}`);
  }
  writeFileSync(join(fetched, DONE), '');
  rmSync(pom);
  // Somebody else may have been faster; then theirs is as good.
  if (haveKafkaJars()) rmSync(fetched, { recursive: true, force: true });
  else {
    rmSync(folder, { recursive: true, force: true });
    renameSync(fetched, folder);
  }
  say(`  Kafka: fetched in ${secondsSince(start)} s.`);
}
