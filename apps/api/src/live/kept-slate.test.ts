import { expect, it } from 'vitest';
import { KeptSlate } from './kept-slate.ts';

const revisionOf = (taste: number) => ({ epoch: 1, taste, view: 0 });

it('gives the text that it was made of, longer or shorter than the one before', () => {
  let kept: KeptSlate | null = null;
  for (const [i, json] of ['{"a":1}', `{"title":"“${'ö🎧'.repeat(500)}”"}`, '{}', '', '{"b":2}'].entries()) {
    kept = new KeptSlate(revisionOf(i), json, kept);
    expect(kept.json()).toBe(json);
    expect(kept.revision).toEqual(revisionOf(i));
  }
});
