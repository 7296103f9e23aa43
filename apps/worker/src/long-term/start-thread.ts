import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { Worker as Thread } from 'node:worker_threads';

/**
 * A bundle is plain JavaScript and starts as it is. Source needs tsx inside the thread too: loaders of the parent do not
 * reach it, and `--import tsx` does nothing there on Node 20.
 */
export function startThread(url: URL): Thread {
  if (!url.pathname.endsWith('.ts')) return new Thread(url, { name: 'long-term' });
  // Found by its file: asking for `tsx/esm/api` from here would give its CommonJS build, which cannot register.
  const loader = new URL('dist/esm/api/index.mjs', pathToFileURL(createRequire(import.meta.url).resolve('tsx/package.json'))).href;
  const start = `import(${JSON.stringify(loader)}).then(({ register }) => { register(); return import(${JSON.stringify(url.href)}); })`;
  return new Thread(start, { eval: true, name: 'long-term' });
}
