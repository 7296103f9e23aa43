import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { AppError } from '@segue/core/errors';
import { z } from 'zod';
import type { App } from './context.ts';

const TYPES = {
  'segue.js': 'text/javascript; charset=utf-8',
  'segue.js.map': 'application/json; charset=utf-8',
  'segue.global.js': 'text/javascript; charset=utf-8',
  'segue.global.js.map': 'application/json; charset=utf-8',
} as const;
type SdkFile = keyof typeof TYPES;
/** The address has no version: a page asks again after this, and is told in a few bytes that nothing has changed. */
const CACHED = 'public, max-age=300, stale-while-revalidate=86400';

/** The SDK's built file, for pages that have no bundler. */
export function sdkRoutes(app: App, folder: string): void {
  const read = new Map<SdkFile, Promise<{ readonly bytes: Buffer; readonly etag: string }>>();

  function load(file: SdkFile) {
    const known = read.get(file);
    if (known) return known;
    const loading = readFile(join(folder, file)).then(
      (bytes) => ({ bytes, etag: `"${createHash('sha256').update(bytes).digest('base64url').slice(0, 22)}"` }),
      (cause) => {
        read.delete(file);
        throw new AppError('not_found', `${file} is not built: run npm run build -w @segue/sdk.`, { cause });
      },
    );
    read.set(file, loading);
    return loading;
  }

  app.get(
    '/sdk/:file',
    {
      schema: {
        tags: ['sdk'],
        summary: 'The SDK: segue.js is an ES module, segue.global.js makes window.Segue',
        params: z.object({ file: z.enum(Object.keys(TYPES) as [SdkFile, ...SdkFile[]]) }),
      },
    },
    async (request, reply) => {
      const { file } = request.params;
      const { bytes, etag } = await load(file);
      reply.headers({ etag, 'cache-control': CACHED });
      if (request.headers['if-none-match'] === etag) return reply.code(304).send();
      return reply.type(TYPES[file]).send(bytes);
    },
  );
}

/** Where the built SDK lies, wherever this file was bundled to. */
export function sdkFolderOf(start: string): string {
  for (let folder = start; ; folder = dirname(folder)) {
    const candidate = join(folder, 'packages', 'sdk');
    if (existsSync(candidate) || folder === dirname(folder)) return join(candidate, 'dist');
  }
}
