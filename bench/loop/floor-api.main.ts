import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { Redis } from 'ioredis';
import { Kafka, logLevel, type Message, Partitioners } from 'kafkajs';
import { Server, type Socket } from 'socket.io';

// The floor's front: Socket.IO in, one idempotent send in flight to Kafka, Redis subscription, Socket.IO out. Nothing else.
const { KAFKA_BROKERS = '', REDIS_URL = '', TOPIC = '', CHANNEL = '', PAYLOAD_FILE = '', PORT = '' } = process.env;
const PARTITIONS = 6;

const rows: unknown = JSON.parse(readFileSync(PAYLOAD_FILE, 'utf8'));
const kafka = new Kafka({ clientId: 'floor-api', brokers: KAFKA_BROKERS.split(','), logLevel: logLevel.NOTHING });
const producer = kafka.producer({ idempotent: true, maxInFlightRequests: 1, createPartitioner: Partitioners.DefaultPartitioner });
const subscriber = new Redis(REDIS_URL);
const sockets = new Map<string, Socket>();
let waiting: { readonly message: Message; readonly ack: () => void }[] = [];
let sending = false;

async function send(): Promise<void> {
  if (sending) return;
  sending = true;
  while (waiting.length > 0) {
    const batch = waiting;
    waiting = [];
    await producer.send({ topic: TOPIC, acks: -1, messages: batch.map(({ message }) => message) });
    for (const { ack } of batch) ack();
  }
  sending = false;
}

await producer.connect();
await subscriber.subscribe(CHANNEL);
subscriber.on('message', (_channel: string, text: string) => {
  const { listener, number } = JSON.parse(text) as { listener: string; number: number };
  sockets.get(listener)?.emit('slate', { number, rows });
});
const http = createServer((request, response) => response.end(request.url === '/readyz' ? 'ok' : ''));
const io = new Server(http, { transports: ['websocket'], perMessageDeflate: false, serveClient: false });
io.on('connection', (socket) => {
  const { listener, index } = socket.handshake.auth as { listener: string; index: number };
  sockets.set(listener, socket);
  socket.on('gesture', (gesture: object, ack: () => void) => {
    waiting.push({ message: { key: listener, partition: index % PARTITIONS, value: JSON.stringify({ listener, ...gesture }) }, ack });
    void send();
  });
});
http.listen(Number(PORT), '127.0.0.1');
process.on('SIGTERM', () => process.exit(0));
