import { AppError } from '@segue/core/errors';
import { OPERATOR_NAMESPACE, type OperatorView, OperatorViewSchema, SOCKET_PATH } from '@segue/core/events';
import type { EventLog } from '@segue/core/ports';
import { until } from '@segue/core/testing';
import { io, type Socket } from 'socket.io-client';
import { afterEach, describe, expect, it } from 'vitest';
import { type OpenedApi, openApi, Shared } from '../testing/open-api.ts';

const open: { close(): unknown }[] = [];
afterEach(async () => {
  for (const one of open.splice(0).toReversed()) await one.close();
});
async function anApi(options: Parameters<typeof openApi>[0]): Promise<OpenedApi> {
  const api = await openApi(options);
  open.push(api);
  return api;
}
function watching({ url }: OpenedApi, token?: string) {
  const views: OperatorView[] = [];
  const problems: string[] = [];
  const socket: Socket = io(`${url}${OPERATOR_NAMESPACE}`, { path: SOCKET_PATH, transports: ['websocket'], auth: token ? { token } : {} });
  socket.on('view', (raw) => views.push(OperatorViewSchema.parse(raw)));
  socket.on('connect_error', (cause) => problems.push(cause.message));
  open.push(socket);
  return { views, problems };
}

describe('what operators see', () => {
  it('is the same on any api, of all of them: what each counts in its /metrics, summed', async () => {
    const on = new Shared();
    const one = await anApi({ on, instance: 'one' });
    const two = await anApi({ on, instance: 'two' });
    const views = watching(two).views;
    await until(() => (views.at(-1)?.instances.length ?? 0) === 2, 'both instances are seen', 10_000);
    const gestures = { one: 3, two: 5 };
    for (const [api, count] of [
      [one, gestures.one],
      [two, gestures.two],
    ] as const)
      for (let i = 0; i < count; i++) api.metrics.step('append', 2, 'person');
    await until(() => views.at(-1)?.origins.find(({ origin }) => origin === 'person')?.gestures === 8, 'the sum arrives', 10_000);
    let counted = 0;
    for (const api of [one, two]) {
      const text = await (await api.get('/metrics')).text();
      const line = text.split('\n').find((one) => /^segue_step_seconds_count\{.*step="append".*origin="person".*delayed="false"/.test(one));
      counted += Number(line?.split(' ').at(-1));
    }
    expect(counted).toBe(8);
    expect(views.at(-1)?.instances.map(({ instance, silent }) => [instance, silent])).toEqual([
      ['one', false],
      ['two', false],
    ]);
  });

  it('leaves an instance that has stopped out', async () => {
    const on = new Shared();
    const one = await anApi({ on, instance: 'one' });
    const two = await openApi({ on, instance: 'two' });
    const { views } = watching(one);
    await until(() => (views.at(-1)?.instances.length ?? 0) === 2, 'both are seen', 10_000);
    await two.close();
    await until(() => (views.at(-1)?.instances.length ?? 0) === 1, 'the one that stopped is gone', 10_000);
  });

  it('[L11] names a log that takes nothing in any more, and goes on telling what this instance knows without it', async () => {
    let isDeaf = false;
    const deafened = (log: EventLog): EventLog =>
      new Proxy(log, {
        get(of, name) {
          const value: unknown = Reflect.get(of, name, of);
          if (name === 'append' && isDeaf) return () => Promise.reject(new AppError('log_unavailable', 'made deaf by the test'));
          return typeof value === 'function' ? value.bind(of) : value;
        },
      });
    const api = await anApi({ log: deafened });
    const { views } = watching(api);
    const isLogUp = () => views.at(-1)?.parts.find(({ part }) => part === 'log')?.up;
    await until(() => isLogUp() === true, 'it is watched', 10_000);
    isDeaf = true;
    await until(() => isLogUp() === false, 'the log is named', 20_000);
    const view = views.at(-1)!;
    expect(view).toMatchObject({ healthy: false, sentence: expect.stringContaining('Not healthy: the log does not answer.') });
    expect(view.instances).toMatchObject([{ instance: 'one', silent: false, down: ['log'] }]);
    isDeaf = false;
    await until(() => isLogUp() === true, 'it is back', 20_000);
  }, 60_000);

  it('needs the token where there is one, on the socket and for /metrics', async () => {
    const token = 'a token for operators';
    const api = await anApi({ settings: { operator: { token, open: true } } });
    const refused = watching(api, 'a token for opera');
    const welcome = watching(api, token);
    await until(() => refused.problems.length > 0 && welcome.views.length > 0, 'both are answered');
    expect(refused.problems[0]).toBe('operator_only');
    expect(refused.views).toEqual([]);
    expect((await api.get('/metrics')).status).toBe(401);
    expect(await (await api.get('/metrics', undefined, { authorization: 'Bearer wrong' })).json()).toMatchObject({ code: 'operator_only' });
    expect((await api.get('/metrics', undefined, { authorization: `Bearer ${token}` })).status).toBe(200);
  });

  it('is for nobody where an app that others reach has no token', async () => {
    const api = await anApi({ settings: { operator: { token: undefined, open: false } } });
    expect((await api.get('/metrics')).status).toBe(401);
    const { problems } = watching(api);
    await until(() => problems.length > 0, 'it is refused');
  });
});
