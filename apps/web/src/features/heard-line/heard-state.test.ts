import { asEventId, type Heard } from '@segue/core/events';
import { describe, expect, it } from 'vitest';
import { heardLine } from './heard-state.ts';
import { heardWords, textOf } from './heard-words.ts';

const heard = (fields: Partial<Heard> = {}): Heard => ({
  event: asEventId('box:7'),
  type: 'skip',
  title: 'Concrete Sky',
  more: 'slow pulse',
  less: 'hard rock',
  ...fields,
});
const seen = { connection: 'live', waiting: 0, said: null, saidOf: [], refusal: null, lastPaint: null, lastRedo: null } as const;

describe('the heard line', () => {
  it('says what was heard and what it changed, in one sentence', () => {
    expect(textOf(heardWords(heard()))).toBe('Heard your skip of Concrete Sky: less hard rock, more slow pulse.');
    expect(textOf(heardWords(heard({ more: null, less: null })))).toBe('Heard your skip of Concrete Sky.');
    expect(textOf(heardWords(heard({ type: 'tune', title: null, more: 'energy', less: null })))).toBe('Heard your sliders: more energy.');
  });

  it('says several of a kind in one sentence, with what all of them changed', () => {
    const events = ['box:5', 'box:6', 'box:7'].map(asEventId);
    const sum = { events, more: [], less: ['swing', 'slow soul'] };
    const line = heardLine({ ...seen, said: heard({ sum }), saidOf: events });
    expect(line).toMatchObject({ kind: 'heard', button: 'Undo' });
    expect(line.kind === 'heard' && textOf(line.words)).toBe('Heard 3 skips: less swing, less slow soul.');
    const words = (type: string, isRedo = false) => textOf(heardWords(heard({ type, more: null, less: null }), { count: 3, isRedo }));
    expect(words('pin')).toBe('Pinned 3 tracks.');
    expect(words('undo')).toBe('Taken back: 3 gestures.');
    expect(words('undo', true)).toBe('Heard again: 3 gestures.');
  });

  it('shows only a time that was measured for that gesture', () => {
    const said = heard();
    expect(heardLine({ ...seen, said })).toMatchObject({ kind: 'heard', tookMs: null });
    expect(heardLine({ ...seen, said, lastPaint: { event: asEventId('box:6'), tookMs: 12 } })).toMatchObject({ tookMs: null });
    expect(heardLine({ ...seen, said, lastPaint: { event: said.event, tookMs: 19.4 } })).toMatchObject({ tookMs: 19.4 });
  });

  it('says that the network is gone and how many gestures wait [L11]', () => {
    expect(heardLine({ ...seen, connection: 'offline', waiting: 3, said: heard() })).toEqual({
      kind: 'offline',
      text: 'Offline. 3 gestures are kept and will be heard when you are back.',
    });
    expect(heardLine({ ...seen, connection: 'offline', waiting: 1 })).toMatchObject({ text: expect.stringContaining('1 gesture is kept') });
  });

  it('offers to take back what was done, and to do again what was taken back, in the same place', () => {
    expect(heardLine({ ...seen, said: heard() })).toMatchObject({ button: 'Undo' });
    expect(heardLine({ ...seen, said: heard({ type: 'undo' }) })).toMatchObject({ button: 'Redo' });
    const again = heardLine({ ...seen, said: heard({ type: 'undo' }), lastRedo: heard().event });
    expect(again).toMatchObject({ button: 'Undo', words: { before: 'Heard again: ' } });
    expect(heardLine({ ...seen, said: heard({ type: 'erase' }) })).toMatchObject({ button: null });
  });
});
