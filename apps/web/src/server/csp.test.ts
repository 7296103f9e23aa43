import { describe, expect, it } from 'vitest';
import { cspOf } from './csp.ts';

describe('cspOf', () => {
  it('lets scripts and styles run by nonce only, in production', () => {
    const policy = cspOf({ nonce: 'abc', development: false });
    expect(policy).toContain("script-src 'self' 'nonce-abc' 'strict-dynamic'");
    expect(policy).not.toContain('unsafe');
  });

  it('opens no other origin', () => {
    expect(cspOf({ nonce: 'abc', development: false })).not.toMatch(/https?:|\*/);
  });
});
