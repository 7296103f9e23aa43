import { describe, expect, it } from 'vitest';
import { remembered } from './remembered.ts';

const isNumber = (raw: unknown): raw is number => typeof raw === 'number';
const storageWith = (content: Record<string, string>) => () => ({
  getItem: (key: string) => content[key] ?? null,
  setItem: (key: string, value: string) => {
    content[key] = value;
  },
});

describe('remembered', () => {
  it('reads back what an earlier page wrote', () => {
    const content: Record<string, string> = {};
    remembered('volume', 1, isNumber, storageWith(content)).write(0.4);
    expect(remembered('volume', 1, isNumber, storageWith(content)).read()).toBe(0.4);
  });

  it.each([{ volume: '{oops' }, { volume: '"loud"' }, {}])('falls back on %j', (content) => {
    expect(remembered('volume', 1, isNumber, storageWith(content)).read()).toBe(1);
  });

  it('keeps the value for the page when storage is forbidden or full', () => {
    const volume = remembered('volume', 1, isNumber, () => {
      throw new Error('SecurityError');
    });
    expect(volume.read()).toBe(1);
    volume.write(0.2);
    expect(volume.read()).toBe(0.2);
  });
});
