import { describe, expect, it } from 'vitest';
import { alike } from './alike.ts';
import { aRow, aSlate } from './testing/builders.ts';

describe('a slate beside the one before it', () => {
  it('has the same cards and reasons where they say the same, wherever the row went, and new ones where they do not', () => {
    const before = aSlate({ rows: [aRow('a'), aRow('b'), aRow('c')], yours: [aRow('d')] });
    const c = aRow('c');
    const slate = aSlate({
      rows: [aRow('d'), { ...c, track: { ...c.track, title: 'Another title' } }, aRow('new'), aRow('a')],
      yours: [{ ...aRow('b'), reason: { ...aRow('b').reason, shares: [{ signal: 'sound', share: 1 }] } }],
    });
    const shared = alike(slate, before);
    expect(shared).toEqual(slate);
    const [a, b, cBefore] = before.rows;
    expect(shared.rows[0]?.track).toBe(before.yours[0]?.track);
    expect(shared.rows[3]?.track).toBe(a?.track);
    expect(shared.rows[3]?.reason).toBe(a?.reason);
    expect(shared.rows[1]?.track).not.toBe(cBefore?.track);
    expect(shared.rows[1]?.reason).toBe(cBefore?.reason);
    expect(shared.yours[0]?.track).toBe(b?.track);
    expect(shared.yours[0]?.reason).not.toBe(b?.reason);
  });
});
