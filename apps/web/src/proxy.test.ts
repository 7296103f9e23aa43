import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { NextRequest } from 'next/server';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { proxy } from './proxy.ts';

describe('in front of every page', () => {
  let api: Server;
  let asked: { readonly url: string | undefined; readonly cookie: string | undefined }[];

  beforeEach(async () => {
    asked = [];
    api = createServer((request, response) => {
      asked.push({ url: `${request.method} ${request.url}`, cookie: request.headers.cookie });
      response.setHeader('set-cookie', 'segue_session=guest.signed; Path=/; HttpOnly; SameSite=Lax').end('{}');
    });
    await new Promise<void>((listening) => api.listen(0, '127.0.0.1', listening));
    vi.stubEnv('SEGUE_API_URL', `http://127.0.0.1:${(api.address() as AddressInfo).port}`);
  });
  afterEach(async () => {
    vi.unstubAllEnvs();
    await new Promise((closed) => api.close(closed));
  });

  const visit = (path: string, cookie?: string) =>
    proxy(new NextRequest(`http://segue.test${path}`, { headers: cookie === undefined ? {} : { cookie } }));
  /** What Next hands on to the page as the request's own header. */
  const onwards = (response: Response, name: string) => response.headers.get(`x-middleware-request-${name}`);

  it('begins a session on a first visit, for the browser and for the page being made', async () => {
    const response = await visit('/');
    expect(asked).toEqual([{ url: 'POST /api/session', cookie: undefined }]);
    expect(response.headers.getSetCookie()).toEqual(['segue_session=guest.signed; Path=/; HttpOnly; SameSite=Lax']);
    expect(onwards(response, 'cookie')).toBe('segue_session=guest.signed');
  });

  it('asks for nothing when the visitor is known, and is not fooled by another site’s cookie on the same host', async () => {
    expect((await visit('/', 'segue_session=guest.signed')).headers.getSetCookie()).toEqual([]);
    expect(asked).toEqual([]);
    expect(onwards(await visit('/', 'theme=dark'), 'cookie')).toBe('theme=dark; segue_session=guest.signed');
  });

  it('gives the page its policy and the same nonce', async () => {
    const response = await visit('/', 'segue_session=x');
    const nonce = onwards(response, 'x-nonce');
    expect(nonce).toMatch(/^[0-9a-f]{32}$/);
    expect(response.headers.get('content-security-policy')).toContain(`'nonce-${nonce}'`);
    expect(onwards(response, 'content-security-policy')).toBe(response.headers.get('content-security-policy'));
  });

  it('renews a session that ended, and leads back to the plain address', async () => {
    const response = await visit('/?renew', 'segue_session=over');
    expect(asked).toEqual([{ url: 'POST /api/session', cookie: 'segue_session=over' }]);
    expect(response.status).toBe(303);
    expect(response.headers.get('location')).toBe('http://segue.test/');
    expect(response.headers.getSetCookie()).toHaveLength(1);
  });

  it('lets the page through when the api is away [L11]', async () => {
    vi.stubEnv('SEGUE_API_URL', 'http://127.0.0.1:1');
    const response = await visit('/');
    expect(response.status).toBe(200);
    expect(response.headers.getSetCookie()).toEqual([]);
  });
});
