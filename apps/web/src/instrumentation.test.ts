import { afterEach, describe, expect, it, vi } from 'vitest';
import { register } from './instrumentation.ts';

describe('the start of the pages', () => {
  afterEach(() => {
    vi.unstubAllEnvs();
    vi.restoreAllMocks();
  });

  it.each([
    { url: 'redis://x', ends: [[1]], says: [[expect.stringMatching(/^These settings are wrong:\n.*\n.* SEGUE_API_URL\n$/)]] },
    { url: 'http://api:3000', ends: [], says: [] },
  ])('ends with a sentence where a setting is wrong, and not with the first visitor: $url', async ({ url, ends, says }) => {
    vi.stubEnv('NEXT_RUNTIME', 'nodejs');
    vi.stubEnv('SEGUE_API_URL', url);
    const exit = vi.spyOn(process, 'exit').mockReturnValue(undefined as never);
    const write = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
    await register();
    expect(exit.mock.calls).toEqual(ends);
    expect(write.mock.calls).toEqual(says);
  });
});
