import { asEventId, type Heard } from '@segue/core/events';
import { describe, expect, it } from 'vitest';
import { heardLine, saidAfter } from './heard-state.ts';
import { heardWords, textOf } from './heard-words.ts';

const heard = (fields: Partial<Heard> = {}): Heard => ({
  event: asEventId('box:7'),
  type: 'skip',
  title: 'Concrete Sky',
  more: 'slow pulse',
  less: 'hard rock',
  ...fields,
});
const seen = { connection: 'live', waiting: 0, said: null, refusal: null, lastPaint: null } as const;

describe('the heard line', () => {
  it('says what was heard and what it changed, in one sentence', () => {
    expect(textOf(heardWords(heard()))).toBe('Heard your skip of Concrete Sky: less hard rock, more slow pulse.');
    expect(textOf(heardWords(heard({ more: null, less: null })))).toBe('Heard your skip of Concrete Sky.');
    expect(textOf(heardWords(heard({ type: 'tune', title: null, more: 'energy', less: null })))).toBe('Heard your sliders: more energy.');
  });

  it('keeps what the listener said when a track merely played or ended', () => {
    const said = heard();
    expect(saidAfter(said, heard({ event: asEventId('box:8'), type: 'complete' }))).toBe(said);
    expect(saidAfter(said, heard({ event: asEventId('box:9'), type: 'play' }))).toBe(said);
    expect(saidAfter(said, heard({ event: asEventId('box:10'), type: 'like' }))?.type).toBe('like');
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

  it('offers no undo of an undo', () => {
    expect(heardLine({ ...seen, said: heard({ type: 'undo' }) })).toMatchObject({ undoable: false });
  });
});
