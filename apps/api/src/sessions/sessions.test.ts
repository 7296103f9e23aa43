import { createHmac } from 'node:crypto';
import { type MemoryCatalogue, openMemoryOnlineStore } from '@segue/backends/memory';
import { likes, skips, trackId } from '@segue/core/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type OpenedApi, openApi, SITE_KEY } from '../testing/open-api.ts';
import { createSessions } from './sessions.ts';
import { createSigner } from './signing.ts';

const SECRET = 'a secret for tests only';

describe('[L7] who somebody is', () => {
  let opened: OpenedApi;
  beforeEach(async () => {
    opened = await openApi();
  });
  afterEach(() => opened.close());

  const statusWith = async (cookie: string) => (await opened.get('/api/slate', cookie)).status;
  const tokenOf = async (user: string, key = SITE_KEY, api = opened) => {
    const answer = await fetch(`${api.url}/api/tokens`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-segue-site-key': key },
      body: JSON.stringify({ user }),
    });
    return { status: answer.status, ...((await answer.json()) as { token: string; expiresAtMs: number; code?: string }) };
  };
  const listenerOf = async (connected: { does(act: ReturnType<typeof likes>): Promise<unknown> }) => {
    await connected.does(likes(1));
    return (await opened.logged()).at(-1)?.listenerId;
  };

  it('is a guest by a cookie that scripts cannot read and other sites do not send', async () => {
    const answer = await fetch(`${opened.url}/api/session`, { method: 'POST' });
    expect(await answer.json()).toEqual({ fresh: true });
    const [line = ''] = answer.headers.getSetCookie();
    expect(line).toMatch(/; HttpOnly/);
    expect(line).toMatch(/; SameSite=Lax/);
    expect(line).toMatch(/; Path=\//);
    const secure = await openApi({ settings: { secureCookies: true } });
    expect((await fetch(`${secure.url}/api/session`, { method: 'POST' })).headers.getSetCookie()[0]).toMatch(/; Secure/);
    await secure.close();
  });

  it('stays the same guest in every tab', async () => {
    const cookie = await opened.guest();
    const again = await fetch(`${opened.url}/api/session`, { method: 'POST', headers: { cookie } });
    expect(await again.json()).toEqual({ fresh: false });
    const one = await listenerOf(await opened.connect({ cookie }));
    expect(await listenerOf(await opened.connect({ cookie }))).toBe(one);
    expect(await listenerOf(await opened.connect({ cookie: await opened.guest() }))).not.toBe(one);
  });

  it('is nobody with a cookie that was changed, made up, cut or signed by somebody else', async () => {
    const cookie = await opened.guest();
    expect(await statusWith(cookie)).toBe(200);
    const [name = '', value = ''] = cookie.split('=');
    const decoded = decodeURIComponent(value);
    const [session = '', tag = ''] = decoded.split('.');
    const forged = [
      '',
      session,
      `${session}.`,
      `.${tag}`,
      `${session}.${tag.slice(1)}`,
      `${session.replace(/^./, (letter) => (letter === 'a' ? 'b' : 'a'))}.${tag}`,
      `${session}.${createHmac('sha256', 'another secret of 16').update(session).digest('base64url')}`,
      createSigner([SECRET]).sign('5f0c1c2a-0000-4000-8000-000000000000'),
    ];
    for (const value of forged) {
      const answer = await opened.get('/api/slate', `${name}=${value}`);
      expect(answer.status).toBe(401);
      expect(await answer.json()).toMatchObject({ code: 'session_invalid', message: expect.stringContaining('POST /api/session') });
      await expect(opened.connect({ cookie: `${name}=${value}` })).rejects.toThrow('session_invalid');
    }
    await expect(opened.connect({})).rejects.toThrow('session_invalid');
  });

  it('is nobody once the session is closed', async () => {
    const cookie = await opened.guest();
    const session = decodeURIComponent(cookie.split('=')[1] ?? '').split('.')[0] ?? '';
    await opened.store.sessions.close(session);
    expect(await statusWith(cookie)).toBe(401);
    await expect(opened.connect({ cookie })).rejects.toThrow('session_invalid');
  });

  it('is still known after the secret was changed, while the old one is believed', async () => {
    const signed = createSigner(['the old secret, 16+']).sign('a-session');
    expect(createSigner(['the new secret, 16+', 'the old secret, 16+']).read(signed)).toBe('a-session');
    expect(createSigner(['the new secret, 16+']).read(signed)).toBeNull();
  });

  it('is one listener of one site for ten minutes by token, and that site alone', async () => {
    const before = Date.now();
    const { token, expiresAtMs } = await tokenOf('ada');
    expect(expiresAtMs).toBeGreaterThanOrEqual(before + 600_000 - 1);
    expect(expiresAtMs).toBeLessThan(Date.now() + 600_000 + 1_000);
    const ada = await listenerOf(await opened.connect({ token }));
    expect(await listenerOf(await opened.connect({ token: (await tokenOf('ada')).token }))).toBe(ada);
    expect(await listenerOf(await opened.connect({ token: (await tokenOf('bea')).token }))).not.toBe(ada);
    expect(await tokenOf('ada', 'not a key')).toMatchObject({ status: 401, code: 'session_invalid' });
    const other = await openApi({ settings: { siteKeys: new Map([['another-key-of-16-letters', 'other']]) } });
    expect((await tokenOf('ada', SITE_KEY, other)).status).toBe(401);
    await other.close();
  });

  it('is nobody with a token that is over, changed, or a cookie’s', async () => {
    const { token } = await tokenOf('ada');
    const [text = ''] = token.split(/\.(?=[^.]*$)/);
    const [, listener] = text.split('~');
    const signer = createSigner([SECRET]);
    const cookie = decodeURIComponent((await opened.guest()).split('=')[1] ?? '');
    for (const bad of [
      signer.sign(`token~${listener}~${Date.now() - 1}`),
      signer.sign(`token~${listener}~`),
      signer.sign(`token~${listener}`),
      signer.sign(`token~~${Date.now() + 1_000}`),
      signer.sign(`cookie~${listener}~${Date.now() + 1_000}`),
      `${token}x`,
      token.replace(String(listener), 'bea'),
      cookie,
    ])
      await expect(opened.connect({ token: bad })).rejects.toThrow('session_invalid');
    // Nor is a token a cookie.
    expect(await statusWith(`segue_session=${token}`)).toBe(401);
  });

  it('is the token’s listener where a cookie comes along', async () => {
    const cookie = await opened.guest();
    const guest = await listenerOf(await opened.connect({ cookie }));
    const { token } = await tokenOf('ada');
    expect(await listenerOf(await opened.connect({ cookie, token }))).not.toBe(guest);
    await expect(opened.connect({ cookie, token: 'nonsense' })).rejects.toThrow('session_invalid');
  });

  it('[L8] may make so many new guests from one address, told by the proxies of this machine alone', async () => {
    const make = (forwarded: string) => fetch(`${opened.url}/api/session`, { method: 'POST', headers: { 'x-forwarded-for': forwarded } });
    let refused: Response | null = null;
    for (let i = 0; i < 200 && !refused; i++) {
      // What the visitor wrote in front does not count: the proxy's own word is the last.
      const answer = await make(`198.51.100.${i}, 203.0.113.5`);
      if (answer.status === 429) refused = answer;
    }
    expect(await refused?.json()).toMatchObject({ code: 'rate_limited' });
    expect(Number(refused?.headers.get('retry-after'))).toBeGreaterThan(0);
    expect((await make('203.0.113.6')).status).toBe(200);
    expect((await make('203.0.113.5')).status).toBe(429);
  });
});

describe('[L7] what a listener can read', () => {
  it('is their own history, likes, blocks, profile and slate, and nobody else’s', async () => {
    const opened = await openApi();
    const [adasCookie, beasCookie] = [await opened.guest(), await opened.guest()];
    const ada = await opened.connect({ cookie: adasCookie });
    const bea = await opened.connect({ cookie: beasCookie });
    await ada.does({ type: 'profile', country: 'SE', genres: ['folk'] });
    await ada.does(likes(1));
    await ada.does(skips(2));
    await ada.does({ type: 'block', subject: { kind: 'track', id: trackId(3) } });
    const events = await opened.logged();
    await opened.catalogue.project(events.map((event, offset) => ({ epoch: 1, partition: 0, offset, event })));

    const read = async (path: string, cookie: string) => (await opened.get(path, cookie)).json() as Promise<Record<string, unknown[]>>;
    expect((await read('/api/likes', adasCookie))['tracks']).toHaveLength(1);
    expect((await read('/api/history', adasCookie))['entries']).toHaveLength(3);
    expect((await read('/api/blocks', adasCookie))['tracks']).toHaveLength(1);
    expect(await read('/api/likes', beasCookie)).toEqual({ tracks: [] });
    expect(await read('/api/history', beasCookie)).toEqual({ entries: [] });
    expect(await read('/api/blocks', beasCookie)).toEqual({ tracks: [], artists: [] });
    expect(await read('/api/profile', beasCookie)).toEqual({ country: null, ageBand: null, genres: [] });
    // Naming somebody in an address or a handshake changes nothing.
    const listener = events[0]?.listenerId;
    expect(await read(`/api/likes?listener=${listener}`, beasCookie)).toEqual({ tracks: [] });
    expect((await bea.snapshot()).liked).toEqual([]);
    expect((await ada.snapshot()).liked).toEqual([trackId(1)]);
    const slate = (await read('/api/slate', beasCookie)) as unknown as { liked: unknown[] };
    expect(slate.liked).toEqual([]);
    for (const path of ['/api/slate', '/api/history', '/api/likes', '/api/blocks', '/api/profile'])
      expect((await opened.get(path)).status).toBe(401);
    // An undo names an event of one's own.
    const adas = events[1];
    expect(await bea.does({ type: 'undo', event: `${adas?.outbox}:${adas?.number}` as never })).toMatchObject({
      status: 'refused',
      code: 'undo_unknown',
      field: 'act.event',
    });
    await opened.close();
  });
});

describe('[L14] a guest whom the database did not hear of', () => {
  it('is written on a later visit, and never once they were erased', async () => {
    let isAway = true;
    const written: string[] = [];
    const catalogue: Pick<MemoryCatalogue, 'identify'> = {
      identify: async ({ listenerId }) => {
        if (isAway) throw new Error('the database is away');
        written.push(listenerId);
        return listenerId;
      },
    };
    const store = openMemoryOnlineStore().sessions;
    let ids = 0;
    const sessions = createSessions({
      store,
      catalogue: catalogue as MemoryCatalogue,
      signer: createSigner([SECRET]),
      nowMs: Date.now,
      newId: () => `id-${++ids}`,
      onProblem: () => {},
    });
    const [stays, goes] = [await sessions.open(), await sessions.open()];
    await store.closeAll(goes.listener);
    isAway = false;
    expect(await sessions.byCookie(goes.cookie)).toBeNull();
    expect(await sessions.byCookie(stays.cookie)).toBe(stays.listener);
    expect(written).toEqual([stays.listener]);
  });
});
