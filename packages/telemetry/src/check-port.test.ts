import { connect, createServer, Server, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { checkPort } from './check-port.ts';

describe('a port that is asked for', () => {
  let taken: Server;
  let port: number;
  beforeEach(async () => {
    taken = createServer();
    port = await new Promise((resolve) => {
      taken.listen(0, '127.0.0.1', () => resolve((taken.address() as { port: number }).port));
    });
  });
  afterEach(() => new Promise((resolve) => taken.close(resolve)));

  it('is told from one that is taken, and from an address of another machine, with what to do', async () => {
    await expect(checkPort({ port, host: '127.0.0.1' })).rejects.toThrow(/^Port \d+ on 127\.0\.0\.1 is taken .* Set PORT/);
    await expect(checkPort({ port: 0, host: '127.0.0.1' })).resolves.toBeUndefined();
    await expect(checkPort({ port, host: '203.0.113.1' })).rejects.toThrow(/Set HOST and PORT/);
  });

  it('is left free where it is', async () => {
    await new Promise((resolve) => taken.close(resolve));
    await checkPort({ port, host: '127.0.0.1' });
    await new Promise<void>((resolve, reject) => taken.once('error', reject).listen(port, '127.0.0.1', resolve));
  });

  it('[L11] is not held up by clients that wait for it to come back', async () => {
    await new Promise((resolve) => taken.close(resolve));
    let client: Socket | undefined;
    const { close } = Server.prototype;
    vi.spyOn(Server.prototype, 'close').mockImplementation(function (this: Server, done) {
      this.once('connection', () => setImmediate(() => close.call(this, done)));
      client = connect(port, '127.0.0.1').on('error', () => {});
      return this;
    });
    await checkPort({ port, host: '127.0.0.1' });
    vi.restoreAllMocks();
    client?.destroy();
    expect(client).toBeDefined();
  });
});
