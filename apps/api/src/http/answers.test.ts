import { CLIENT_MESSAGES, SERVER_MESSAGES } from '@segue/core/events';
import { Validator } from '@seriousme/openapi-schema-validator';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type OpenedApi, openApi } from '../testing/open-api.ts';

/** Served and not described: documents of themselves, and what only says 404. */
const UNDESCRIBED = new Set(['/api/openapi.json', '/api/live.json', '/api/docs', '*', '/api/*', '/sdk/*', '/audio/*', '/covers/*']);

describe('HTTP answers', () => {
  let opened: OpenedApi;
  let cookie: string;
  beforeAll(async () => {
    opened = await openApi();
    cookie = await opened.guest();
  });
  afterAll(() => opened.close());
  const json = async (path: string) => (await opened.get(path, cookie)).json() as Promise<Record<string, unknown>>;

  it.each([
    ['/api/nothing', 404, 'not_found'],
    ['/nothing', 404, 'not_found'],
    ['/api/tracks/t4000', 404, 'track_unknown'],
    ['/audio/t4000', 404, 'track_unknown'],
    ['/covers/t4000', 404, 'track_unknown'],
    ['/audio/..%2f..%2fetc%2fpasswd', 400, 'request_malformed'],
    ['/api/tracks/%20', 400, 'request_malformed'],
    [`/api/search?q=${'x'.repeat(300)}`, 400, 'request_malformed'],
    ['/api/search?q=a&limit=5000', 400, 'request_malformed'],
    ['/api/search', 400, 'request_malformed'],
    ['/api/history?before=monday', 400, 'request_malformed'],
  ])('say what is wrong: %s', async (path, status, code) => {
    const answer = await opened.get(path, cookie);
    expect(answer.status).toBe(status);
    const body = (await answer.json()) as { code: string; message: string; field?: string };
    expect(body.code).toBe(code);
    expect(body.message.length).toBeGreaterThan(10);
    if (code === 'request_malformed') expect(body.field).toMatch(/^(id|q|limit|before)$/);
  });

  it('say what is wrong with a body', async () => {
    const post = (body: string, type = 'application/json') =>
      fetch(`${opened.url}/api/tokens`, { method: 'POST', headers: { 'content-type': type }, body });
    for (const [answer, status, field] of [
      [await post('{"user":"a b"}'), 400, 'user'],
      [await post('{"user":"ada","listener":"bea"}'), 400, 'listener'],
      [await post('{"user"'), 400, undefined],
      [await post('<user/>', 'application/xml'), 415, undefined],
      [await post(JSON.stringify({ user: 'x'.repeat(100_000) })), 413, undefined],
    ] as const) {
      expect(answer.status).toBe(status);
      const body = (await answer.json()) as Record<string, unknown>;
      expect(body).toMatchObject({ code: expect.any(String), message: expect.any(String) });
      if (field) expect(body['field']).toBe(field);
    }
  });

  it('are described by a valid OpenAPI document that has every route', async () => {
    const described = await json('/api/openapi.json');
    const { valid, errors } = await new Validator().validate(described);
    expect(errors ?? []).toEqual([]);
    expect(valid).toBe(true);
    const paths = Object.keys(described['paths'] as object);
    const served = routesOf(opened.api.http.printRoutes({ commonPrefix: false }));
    expect(served.length).toBeGreaterThan(12);
    expect(served.map((path) => path.replaceAll(/:(\w+)/g, '{$1}')).filter((path) => !UNDESCRIBED.has(path))).toEqual(
      expect.arrayContaining(paths),
    );
    for (const path of served) if (!UNDESCRIBED.has(path)) expect(paths).toContain(path.replaceAll(/:(\w+)/g, '{$1}'));
  });

  it('describe every live message with its schema', async () => {
    const live = (await json('/api/live.json')) as { fromClient: object; fromServer: object };
    expect(Object.keys(live.fromClient)).toEqual(Object.keys(CLIENT_MESSAGES));
    expect(Object.keys(live.fromServer)).toEqual(Object.keys(SERVER_MESSAGES));
    for (const message of [...Object.values(live.fromClient), ...Object.values(live.fromServer)])
      expect(message.payload).toMatchObject({ type: 'object', properties: expect.any(Object) });
    const page = await opened.get('/api/docs');
    expect(page.headers.get('content-type')).toContain('text/html');
    const html = await page.text();
    for (const name of [...Object.keys(CLIENT_MESSAGES), '/api/slate', '/audio/{id}']) expect(html).toContain(name);
  });

  it('tell that it lives, what is ready and what is measured', async () => {
    expect(await json('/healthz')).toEqual({ status: 'up' });
    expect(await json('/readyz')).toEqual({ status: 'ready', parts: { log: 'up', store: 'up', catalogue: 'up', model: 'up' } });
    const metrics = await opened.get('/metrics');
    expect(metrics.headers.get('content-type')).toContain('text/plain');
    expect(await metrics.text()).toContain('segue_sockets');
  });

  it('[L11] tell which part is not ready, and why', async () => {
    const broken = await openApi({
      store: (store) => Object.assign(Object.create(store), { ready: () => Promise.reject(new Error('the store is away')) }),
    });
    const answer = await broken.get('/readyz');
    expect(answer.status).toBe(503);
    expect(await answer.json()).toMatchObject({ status: 'not ready', parts: { log: 'up', store: 'the store is away' } });
    expect((await broken.get('/healthz')).status).toBe(200);
    await broken.close();
  });
});

/** The paths in Fastify's tree: each level is indented by four. */
function routesOf(tree: string): string[] {
  const parts: string[] = [];
  const found = new Set<string>();
  for (const line of tree.split('\n')) {
    const match = /^([│├└─ ]*)(\S.*?)(?: \(([A-Z, ]+)\))?$/.exec(line);
    if (!match) continue;
    const depth = Math.floor((match[1]?.length ?? 0) / 4);
    parts.length = depth;
    parts[depth] = match[2] ?? '';
    if (match[3]) found.add(parts.join('').replace(/^\/\//, '/'));
  }
  return [...found];
}
