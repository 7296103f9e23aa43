import { describe, expect, it } from 'vitest';
import { statusWords } from './status-words.ts';

const live = { connection: 'live', waiting: 0, degraded: [], teaching: null } as const;

describe('the status [L11]', () => {
  it('says live only when every part is there', () => {
    expect(statusWords(live)).toEqual({ tone: 'good', word: 'Live', waiting: '0 gestures waiting', notes: [] });
    expect(statusWords({ ...live, degraded: ['log'] })).toMatchObject({ tone: 'busy', word: 'Live, with a part away' });
  });

  it('says how many gestures wait while offline', () => {
    expect(statusWords({ ...live, connection: 'offline', waiting: 3 })).toMatchObject({
      tone: 'bad',
      word: 'Offline',
      waiting: '3 gestures waiting',
    });
    expect(statusWords({ ...live, waiting: 1 }).waiting).toBe('1 gesture waiting');
  });

  it('names a part that it has no words for', () => {
    expect(statusWords({ ...live, degraded: ['flux'] }).notes).toEqual(['flux is away for a moment. The list stands.']);
  });

  it('shows how far the demo listeners are taught, until they are', () => {
    expect(statusWords({ ...live, teaching: 0.43 }).notes).toEqual(['Teaching the demo listeners 43 %']);
    expect(statusWords({ ...live, teaching: 1 }).notes).toEqual([]);
  });
});
