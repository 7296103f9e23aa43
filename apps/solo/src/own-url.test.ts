import { expect, it } from 'vitest';
import { ownUrl } from './own-url.ts';

it.each([
  ['127.0.0.1', 'http://127.0.0.1:3000'],
  ['0.0.0.0', 'http://127.0.0.1:3000'],
  ['::', 'http://[::1]:3000'],
  ['::1', 'http://[::1]:3000'],
  ['192.168.1.5', 'http://192.168.1.5:3000'],
  ['music.local', 'http://music.local:3000'],
])('a process that listens on %s reaches itself at %s', (host, url) => {
  expect(ownUrl(host, 3_000)).toBe(url);
});
