// @vitest-environment jsdom
import { expect, it, vi } from 'vitest';
import { onForgotten, remembered } from './index.ts';

it('keeps nothing more once another tab has emptied the store, whatever else that tab keeps', () => {
  const volume = remembered('volume', 1, (raw): raw is number => typeof raw === 'number');
  const forgotten = vi.fn();
  const stop = onForgotten(forgotten);
  dispatchEvent(new StorageEvent('storage', { key: 'volume', newValue: '0.5' }));
  volume.write(0.4);
  expect(localStorage.getItem('volume')).toBe('0.4');
  expect(forgotten).not.toHaveBeenCalled();

  localStorage.clear();
  sessionStorage.setItem('visit', 'kept');
  dispatchEvent(new StorageEvent('storage', { key: null }));
  expect(forgotten).toHaveBeenCalledOnce();
  volume.write(0.3);
  expect(localStorage).toHaveLength(0);
  expect(sessionStorage).toHaveLength(0);
  stop();
});
