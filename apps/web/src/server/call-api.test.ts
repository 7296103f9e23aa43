import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { callApi } from './call-api.ts';

describe('asking the api', () => {
  let api: Server | undefined;
  afterEach(() => {
    vi.unstubAllEnvs();
    vi.useRealTimers();
    api?.closeAllConnections();
    api?.close();
  });

  async function ask(answer: RequestListener) {
    api = createServer(answer);
    await new Promise<void>((listening) => api?.listen(0, '127.0.0.1', listening));
    vi.stubEnv('SEGUE_API_URL', `http://127.0.0.1:${(api.address() as AddressInfo).port}`);
    return callApi({ path: '/api/x', cookie: 'segue_session=a', schema: z.object({ n: z.number() }) });
  }

  it('hands on the visitor’s cookie and gives what it parsed', async () => {
    let cookie: string | undefined;
    const result = await ask((request, response) => {
      cookie = request.headers.cookie;
      response.end('{"n":1}');
    });
    expect(result).toEqual({ ok: true, value: { n: 1 } });
    expect(cookie).toBe('segue_session=a');
  });

  it('tells a refusal from silence', async () => {
    expect(await ask((_, response) => response.writeHead(401).end('{}'))).toEqual({ ok: false, why: 'refused', status: 401 });
  });

  it.each(['<html>', '{"n":"one"}'])('takes %s for no answer', async (body) => {
    expect(await ask((_, response) => response.end(body))).toEqual({ ok: false, why: 'unreachable' });
  });

  it('says so when nobody is there', async () => {
    vi.stubEnv('SEGUE_API_URL', 'http://127.0.0.1:1');
    expect(await callApi({ path: '/api/x', cookie: '', schema: z.unknown() })).toEqual({ ok: false, why: 'unreachable' });
  });

  it('gives up on an api that never answers', async () => {
    const aborted = AbortSignal.abort();
    const timeout = vi.spyOn(AbortSignal, 'timeout').mockReturnValue(aborted);
    expect(await ask(() => {})).toEqual({ ok: false, why: 'unreachable' });
    expect(timeout).toHaveBeenCalledWith(2_000);
    timeout.mockRestore();
  });
});
