import { describe, expect, it } from 'vitest';
import { loadConfig } from './config.ts';

describe('loadConfig', () => {
  it("takes the api's address and drops the slash at its end", () => {
    expect(loadConfig({ SEGUE_API_URL: 'http://api:3000/' })).toEqual({ apiUrl: 'http://api:3000' });
  });

  it('takes an empty variable for one that was not set', () => {
    expect(loadConfig({ SEGUE_API_URL: '' })).toEqual({ apiUrl: 'http://127.0.0.1:3000' });
  });

  it('names the variable that is wrong and what it should be', () => {
    expect(() => loadConfig({ SEGUE_API_URL: 'redis://x' })).toThrow(
      /^These settings are wrong:\n✖ expected an http .*\n.* SEGUE_API_URL$/,
    );
  });
});
