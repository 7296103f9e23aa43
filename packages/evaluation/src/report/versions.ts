import { readFileSync } from 'node:fs';
import { z } from 'zod';

const Package = z.object({ version: z.string() });

/** What the figures came from: a figure without it cannot be had again. */
export function versionsOf(): { readonly node: string; readonly segue: string } {
  const { version } = Package.parse(JSON.parse(readFileSync(new URL('../../../../package.json', import.meta.url), 'utf8')));
  return { node: process.version, segue: version };
}
