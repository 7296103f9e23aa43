import { createServer } from 'node:http';
import { Redis } from 'ioredis';
import { Kafka, logLevel } from 'kafkajs';

// The floor's back: Kafka batches in, one Redis pipeline a batch that writes a record and publishes. No learning.
const { KAFKA_BROKERS = '', REDIS_URL = '', TOPIC = '', CHANNEL = '', GROUP = '', PORT = '' } = process.env;
/** As large as a listener's packed taste. */
const RECORD = Buffer.alloc(2_000, 7);

const redis = new Redis(REDIS_URL);
const kafka = new Kafka({ clientId: 'floor-worker', brokers: KAFKA_BROKERS.split(','), logLevel: logLevel.NOTHING });
const consumer = kafka.consumer({ groupId: GROUP, maxWaitTimeInMs: 50 });
let joined = false;
consumer.on('consumer.group_join', () => {
  joined = true;
});
await consumer.connect();
await consumer.subscribe({ topic: TOPIC, fromBeginning: true });
await consumer.run({
  eachBatch: async ({ batch }) => {
    const pipeline = redis.pipeline();
    for (const { key, value } of batch.messages) {
      const { listener, number } = JSON.parse(String(value)) as { listener: string; number: number };
      pipeline.set(`floor:${String(key)}`, RECORD);
      pipeline.publish(CHANNEL, JSON.stringify({ listener, number }));
    }
    await pipeline.exec();
  },
  partitionsConsumedConcurrently: 6,
});
createServer((_request, response) => {
  response.statusCode = joined ? 200 : 503;
  response.end();
}).listen(Number(PORT), '127.0.0.1');
process.on('SIGTERM', () => process.exit(0));
