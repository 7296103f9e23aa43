import { type Answer, type Slate, SOCKET_PATH } from '@segue/core/events';
import { io, type Socket } from 'socket.io-client';
import type { Client } from './load.ts';
import { numberIn, textSlates } from './text-slates.ts';

const SITE_KEY = 'bench-key-of-this-run';
/** What a system under test is started with, so that clients can name listeners. */
export const SITE_KEYS = `bench=${SITE_KEY}`;

interface Open {
  readonly sentAtMs: number;
  readonly resolve: (tookMs: number) => void;
  offset: number | null;
}

/** Listeners of a running Segue, as the SDK connects them from another site: a token each, one socket each. */
export async function connectListeners(url: string, count: number, tracks: readonly string[]): Promise<Client[]> {
  const clients: Client[] = [];
  for (let i = 0; i < count; i++) clients.push(await connectListener(url, `bench-${process.pid}-${i}`, i, tracks));
  return clients;
}

async function connectListener(url: string, user: string, seed: number, tracks: readonly string[]): Promise<Client> {
  const response = await fetch(`${url}/api/tokens`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-segue-site-key': SITE_KEY },
    body: JSON.stringify({ user }),
    signal: AbortSignal.timeout(10_000),
  });
  if (!response.ok) throw new Error(`${url}/api/tokens answered ${response.status}: ${await response.text()}`);
  const { token } = (await response.json()) as { token: string };
  const socket: Socket = io(url, {
    path: SOCKET_PATH,
    transports: ['websocket'],
    auth: { token },
    forceNew: true,
    reconnection: true,
    parser: textSlates,
  });
  await new Promise<void>((resolve, reject) => {
    socket.once('connect', resolve);
    socket.once('connect_error', reject);
  });
  const outbox = crypto.randomUUID();
  const open = new Set<Open>();
  let number = 0;
  let covered = -1;
  const settle = () => {
    for (const one of open) {
      if (one.offset === null || one.offset > covered) continue;
      open.delete(one);
      one.resolve(performance.now() - one.sentAtMs);
    }
  };
  socket.on('slate', (slate: string) => {
    const covers = slate.indexOf('"covers":{');
    const offset = covers < 0 ? null : numberIn(slate, 'offset', covers);
    if (offset === null || offset <= covered) return;
    covered = offset;
    settle();
  });
  return {
    gesture() {
      number++;
      const act = actOf(seed * 7 + number, tracks);
      const gesture = { v: 1, outbox, number, occurredAt: new Date().toISOString(), act };
      const sentAtMs = performance.now();
      return new Promise((resolve, reject) => {
        const send = () =>
          socket.emit('gesture', gesture, (answer: Answer) => {
            if (answer.status === 'retry') return void setTimeout(send, answer.afterMs);
            if (answer.status === 'refused') return reject(new Error(`${answer.code}: ${answer.message}`));
            open.add({ sentAtMs, resolve, offset: answer.position.offset });
            settle();
          });
        send();
      });
    },
    revision: async () => ((await socket.timeout(10_000).emitWithAck('snapshot', {})) as Slate).revision.taste,
    close: () => void socket.close(),
  };
}

/** Skips, endings, likes and plays, in the proportions of somebody who looks for something. */
function actOf(n: number, tracks: readonly string[]) {
  const trackId = tracks[(n * 2_654_435_761) % tracks.length]!;
  switch (n % 8) {
    case 0:
    case 1:
    case 2:
      return { type: 'skip', trackId, heardFraction: (n % 40) / 100 };
    case 3:
      return { type: 'like', trackId };
    case 4:
      return { type: 'play', trackId };
    default:
      return { type: 'complete', trackId, heardFraction: 0.95 };
  }
}

/** Ids of tracks of every genre that a running Segue has, and one of its slates as it is pushed. */
export async function sampleOf(url: string): Promise<{ readonly tracks: string[]; readonly slate: Slate }> {
  const session = await fetch(`${url}/api/session`, { method: 'POST', signal: AbortSignal.timeout(10_000) });
  const cookie = (session.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
  const response = await fetch(`${url}/api/slate`, { headers: { cookie }, signal: AbortSignal.timeout(10_000) });
  if (!response.ok) throw new Error(`${url}/api/slate answered ${response.status}: ${await response.text()}`);
  const slate = (await response.json()) as Slate;
  const get = async (path: string) => (await fetch(url + path, { headers: { cookie }, signal: AbortSignal.timeout(10_000) })).json();
  const { genres } = (await get('/api/genres')) as { genres: { genre: string }[] };
  const tracks = new Set(slate.rows.map((row) => row.track.trackId as string));
  for (const { genre } of genres) {
    const found = (await get(`/api/search?limit=50&q=${encodeURIComponent(genre)}`)) as { tracks: { trackId: string }[] };
    for (const { trackId } of found.tracks) tracks.add(trackId);
  }
  return { tracks: [...tracks], slate };
}
