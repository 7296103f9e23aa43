import { expect, it } from 'vitest';
import { namesSession } from './session-cookie.ts';

it('a visitor has had a session only if their cookie names it: one whom none could be made for yet has not lost any', () => {
  expect(namesSession('theme=dark; segue_session=guest.signed')).toBe(true);
  expect(['', 'theme=dark', 'another_segue_session=x', 'segue_session_old=x'].map(namesSession)).toEqual([false, false, false, false]);
});
