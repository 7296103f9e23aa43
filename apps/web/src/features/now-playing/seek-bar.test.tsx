// @vitest-environment jsdom
import { cleanup, fireEvent, render, screen } from '@testing-library/react';
import { afterEach, expect, it, vi } from 'vitest';
import { SeekBar } from './seek-bar.tsx';

afterEach(cleanup);

it('follows the track again when the system takes the pointer away in a drag', () => {
  const onSeek = vi.fn();
  const barAt = (seconds: number) => <SeekBar seed="a" positionSeconds={seconds} durationSeconds={100} disabled={false} onSeek={onSeek} />;
  const view = render(barAt(10));
  const slider = screen.getByRole<HTMLInputElement>('slider', { name: 'Seek' });
  fireEvent.change(slider, { target: { value: '60' } });
  expect(slider.value).toBe('60');
  fireEvent.pointerCancel(slider);
  view.rerender(barAt(11));
  expect(slider.value).toBe('11');
  fireEvent.blur(slider);
  expect(onSeek).not.toHaveBeenCalled();
});
