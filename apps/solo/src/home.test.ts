import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { secretOf } from './home.ts';

let home: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'segue-home-'));
});
afterEach(() => rmSync(home, { recursive: true }));

it('the secret of a folder is made once, for its owner alone', () => {
  const secret = secretOf(home);
  expect(secret.length).toBeGreaterThan(30);
  expect(secretOf(home)).toBe(secret);
  expect(statSync(join(home, 'secret')).mode & 0o077).toBe(0);
  expect(readdirSync(home)).toEqual(['secret']);
});

it.each(['', 'abc\n'])('a secret that was cut short (%j) signs nothing: there is a new one', (left) => {
  writeFileSync(join(home, 'secret'), left);
  const secret = secretOf(home);
  expect(secret.length).toBeGreaterThan(30);
  expect(readFileSync(join(home, 'secret'), 'utf8')).toBe(secret);
});
