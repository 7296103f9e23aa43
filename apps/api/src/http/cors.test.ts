import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type OpenedApi, openApi, SITE_KEY } from '../testing/open-api.ts';

const FRIEND = 'https://friend.example';
const STRANGER = 'https://stranger.example';

describe('[L7] pages of other origins', () => {
  let closed: OpenedApi;
  let open: OpenedApi;
  beforeAll(async () => {
    closed = await openApi();
    open = await openApi({ settings: { allowedOrigins: [FRIEND] } });
  });
  afterAll(async () => {
    await closed.close();
    await open.close();
  });
  const allowedOf = async (api: OpenedApi, path: string, origin: string, method = 'GET') => {
    const answer = await fetch(`${api.url}${path}`, { method, headers: { origin } });
    await answer.arrayBuffer();
    return answer.headers.get('access-control-allow-origin');
  };
  const PATHS = [
    ['POST', '/api/session'],
    ['GET', '/sdk/segue.js'],
    ['GET', '/audio/t1'],
    ['GET', '/covers/t1'],
  ] as const;

  it.each(PATHS)('are named by ALLOWED_ORIGINS or not let in: %s %s', async (method, path) => {
    expect(await allowedOf(closed, path, FRIEND, method)).toBeNull();
    expect(await allowedOf(open, path, STRANGER, method)).toBeNull();
    expect(await allowedOf(open, path, FRIEND, method)).toBe(FRIEND);
  });

  it('are told in a preflight what they may send', async () => {
    const ask = (origin: string) =>
      fetch(`${open.url}/audio/t1`, { method: 'OPTIONS', headers: { origin, 'access-control-request-method': 'GET' } });
    const answer = await ask(FRIEND);
    expect(answer.status).toBe(204);
    expect(answer.headers.get('access-control-allow-headers')).toContain('range');
    expect(answer.headers.get('vary')).toBe('origin');
    expect((await ask(STRANGER)).headers.get('access-control-allow-origin')).toBeNull();
  });

  it.each(['/api/slate', '/api/history', '/api/likes', '/api/tokens', '/metrics'])('never read what is not for them: %s', async (path) => {
    expect(await allowedOf(open, path, FRIEND)).toBeNull();
  });

  it('open no socket unless they are named', async () => {
    const cookie = await open.guest();
    await expect(open.connect({ cookie, origin: STRANGER })).rejects.toThrow();
    await expect(open.connect({ cookie, origin: 'null' })).rejects.toThrow();
    expect((await open.connect({ cookie, origin: FRIEND })).socket.connected).toBe(true);
    expect((await open.connect({ cookie, origin: open.url })).socket.connected).toBe(true);
    const { token } = (await (
      await fetch(`${closed.url}/api/tokens`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'x-segue-site-key': SITE_KEY },
        body: JSON.stringify({ user: 'ada' }),
      })
    ).json()) as { token: string };
    await expect(closed.connect({ token, origin: FRIEND })).rejects.toThrow();
  });
});
