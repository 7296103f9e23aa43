import type { Socket as TcpSocket } from 'node:net';
import { expect, it } from 'vitest';
import { openApi } from '../testing/open-api.ts';

const ASKS = 4_000;

it('[L8] answers no more of what somebody asks who does not read than a socket holds, and goes on once they do', async () => {
  const opened = await openApi();
  try {
    const ada = await opened.connect({ cookie: await opened.guest() });
    await ada.snapshot();
    const { ws } = ada.socket.io.engine.transport as unknown as { readonly ws: { readonly _socket: TcpSocket } };
    ws._socket.pause();
    let answered = 0;
    for (let i = 0; i < ASKS; i++) {
      ada.socket.emit('snapshot', {}, () => {
        answered++;
      });
      if (i % 100 === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    }
    // Somebody else is served meanwhile, so all of it has been looked at.
    const bea = await opened.connect({ cookie: await opened.guest() });
    await bea.snapshot();
    ws._socket.resume();
    for (let before = -1; before !== answered; ) {
      before = answered;
      await new Promise((resolve) => setTimeout(resolve, 500));
    }
    expect(answered).toBeLessThan(ASKS / 2);
    expect((await ada.snapshot()).rows).not.toEqual([]);
  } finally {
    await opened.close();
  }
}, 30_000);
