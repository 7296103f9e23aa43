import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { versionsOf } from './versions.ts';

it('--json says which Segue and which Node the figures came from', () => {
  const { name, version } = JSON.parse(readFileSync('package.json', 'utf8')) as { name: string; version: string };
  expect(name).toBe('segue');
  expect(versionsOf()).toEqual({ node: process.version, segue: version });
});
