import { chmod, rm } from 'node:fs/promises';
import { createServer, type Socket } from 'node:net';
import { createInterface } from 'node:readline';
import { z } from 'zod';
import { type ControlAnswer, type ControlRequest, ControlRequestSchema } from './protocol.ts';

/** What the requests reach for. */
export interface ControlledParts {
  readonly clock: { nowMs(): number; set(toMs: number): void };
  readonly store: { slow(byMs: number): void };
  readonly log: { deafen(deaf: boolean): void };
  readonly worker: { stop(): Promise<void>; start(): Promise<void> };
}

export interface ControlOptions {
  /** Of the socket; what lies there already is replaced. */
  readonly path: string;
  readonly parts: ControlledParts;
}

/** Listens for a test's requests on a socket that only this user can open. Requests are obeyed one after the other. */
export async function openControl({ path, parts }: ControlOptions): Promise<{ close(): Promise<void> }> {
  const connections = new Set<Socket>();
  let before: Promise<unknown> = Promise.resolve();
  const answer = (line: string): Promise<ControlAnswer> => {
    const next = before.then(() => obeyed(line, parts));
    before = next;
    return next;
  };
  const server = createServer({ allowHalfOpen: true }, (connection) => {
    connections.add(connection);
    connection.on('close', () => connections.delete(connection));
    const lines = createInterface({ input: connection });
    for (const one of [connection, lines]) one.on('error', () => connection.destroy());
    lines.on('line', async (line) => {
      const answered = await answer(line);
      if (!connection.destroyed) connection.write(`${JSON.stringify(answered)}\n`);
    });
    // Whoever has said all still hears the answers.
    connection.on('end', () => void before.then(() => connection.end()));
  });
  await rm(path, { force: true });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(path, resolve);
  });
  await chmod(path, 0o600);
  return {
    async close() {
      for (const connection of connections) connection.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function obeyed(line: string, parts: ControlledParts): Promise<ControlAnswer> {
  try {
    const parsed = ControlRequestSchema.safeParse(JSON.parse(line));
    if (!parsed.success) return { ok: false, problem: z.prettifyError(parsed.error) };
    await obey(parsed.data, parts);
    return { ok: true, nowMs: parts.clock.nowMs() };
  } catch (cause) {
    return { ok: false, problem: String(cause) };
  }
}

async function obey(request: ControlRequest, { clock, store, log, worker }: ControlledParts): Promise<void> {
  switch (request.do) {
    case 'tell':
      return;
    case 'set-clock':
      return clock.set(Date.parse(request.to));
    case 'advance-clock':
      return clock.set(clock.nowMs() + request.byMs);
    case 'slow-store':
      return store.slow(request.byMs);
    case 'deafen-log':
      return log.deafen(request.deaf);
    case 'stop-worker':
      return worker.stop();
    case 'start-worker':
      return worker.start();
  }
}
