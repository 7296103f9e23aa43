import type { ListenerId } from '@segue/core/events';
import type { NoticeHandlers } from '@segue/core/ports';
import { connect } from './client.ts';

/** The api's side of `taste changed`: one channel an instance, on a connection of its own. */
export async function listenTo(url: string, channel: string, { onNotice, onGap }: NoticeHandlers): Promise<{ stop(): Promise<void> }> {
  const subscriber = await connect(url, { queues: true });
  await subscriber.subscribe(channel);
  subscriber.on('messageBuffer', (_channel: Buffer, message: Buffer) => {
    const length = message[0] ?? 0;
    onNotice(message.toString('latin1', 1, 1 + length) as ListenerId, message.subarray(1 + length));
  });
  // ioredis subscribes again by itself; what was sent in between is gone.
  let lost = false;
  subscriber.on('close', () => {
    lost = true;
  });
  subscriber.on('ready', () => {
    if (!lost) return;
    lost = false;
    // Its own subscribing again comes first on this connection: after a ping that answers, nothing is missed any more.
    subscriber.ping().then(onGap, onGap);
  });
  return {
    async stop() {
      subscriber.removeAllListeners('close');
      subscriber.disconnect();
    },
  };
}
