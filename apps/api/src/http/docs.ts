import { CLIENT_MESSAGES, MAX_MESSAGE_BYTES, MAX_UNACKED, SERVER_MESSAGES, SOCKET_PATH } from '@segue/core/events';
import { z } from 'zod';
import type { App } from './context.ts';

const schemaOf = (schema: z.ZodType) => z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });

/** The live messages, from the schemas that check them. */
export function liveDocument() {
  return {
    path: SOCKET_PATH,
    protocol: 'Socket.IO 4',
    limits: { maxMessageBytes: MAX_MESSAGE_BYTES, maxUnacked: MAX_UNACKED },
    fromClient: Object.fromEntries(
      Object.entries(CLIENT_MESSAGES).map(([name, { what, payload, answer }]) => [
        name,
        { what, payload: schemaOf(payload), answer: schemaOf(answer) },
      ]),
    ),
    fromServer: Object.fromEntries(
      Object.entries(SERVER_MESSAGES).map(([name, { what, payload }]) => [name, { what, payload: schemaOf(payload) }]),
    ),
  };
}

interface OpenApi {
  readonly paths?: Readonly<Record<string, Readonly<Record<string, { readonly summary?: string }>>>>;
}

/** OpenAPI, the live messages, and both on one page for people. */
export function docsRoutes(app: App): void {
  app.get('/api/openapi.json', { schema: { hide: true } }, async () => app.swagger());
  app.get('/api/live.json', { schema: { hide: true } }, async () => liveDocument());
  app.get('/api/docs', { schema: { hide: true } }, async (_request, reply) => {
    const { paths = {} } = app.swagger() as OpenApi;
    const rows = Object.entries(paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(
        ([method, { summary = '' }]) => `<tr><td><code>${method.toUpperCase()} ${escaped(path)}</code><td>${escaped(summary)}`,
      ),
    );
    const live = liveDocument();
    const messages = [
      ...Object.entries(live.fromClient).map(([name, one]) => ['client → server', name, one] as const),
      ...Object.entries(live.fromServer).map(([name, one]) => ['server → client', name, one] as const),
    ];
    const sections = messages.map(
      ([way, name, one]) =>
        `<h3><code>${name}</code> <small>${way}</small></h3><p>${escaped(one.what)}</p><details><summary>Schema</summary><pre>${escaped(JSON.stringify(one, null, 2))}</pre></details>`,
    );
    reply.type('text/html; charset=utf-8').header('content-security-policy', "default-src 'none'; style-src 'unsafe-inline'");
    return `<!doctype html><html lang="en"><meta name="viewport" content="width=device-width"><title>Segue API</title><style>body{font:16px/1.5 system-ui;max-width:60rem;margin:2rem auto;padding:0 1rem;color-scheme:light dark}td{padding:.2rem 1rem .2rem 0;vertical-align:top}pre{overflow:auto}</style><h1>Segue API</h1><p>Machine-readable: <a href="/api/openapi.json">openapi.json</a>, <a href="/api/live.json">live.json</a>.</p><h2>HTTP</h2><table>${rows.join('')}</table><h2>Live messages</h2><p>${live.protocol} at <code>${live.path}</code>.</p>${sections.join('')}</html>`;
  });
}

const escaped = (text: string) => text.replace(/[&<>"]/g, (char) => `&#${char.charCodeAt(0)};`);
