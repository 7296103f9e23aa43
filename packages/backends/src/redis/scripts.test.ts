import { describe, expect, it } from 'vitest';
import * as scripts from './scripts.ts';

describe('what Redis runs', () => {
  it.each(Object.entries(scripts))('%s compares no bytes by the server’s locale', (_name, script) => {
    // Numbers alone are compared so: lengths, counts, and what was made a number.
    const compared = script.split('\n').filter((line) => /[^<>~]\s(<|<=|>|>=)\s/.test(line));
    for (const line of compared) expect(line).toMatch(/tonumber|STRLEN|taken|x < y|#a < #b/);
  });
});
