import { describe, expect, it } from 'vitest';
import { loadConfig } from './config.ts';

describe('loadConfig', () => {
  it("takes the api's address and drops the slash at its end", () => {
    expect(loadConfig({ SEGUE_API_URL: 'http://api:3000/' })).toEqual({ apiUrl: 'http://api:3000' });
  });

  it('names the variable that is wrong and what it should be', () => {
    expect(() => loadConfig({ SEGUE_API_URL: 'redis://x' })).toThrow(/SEGUE_API_URL is an http address/);
  });
});
