// @vitest-environment jsdom
import type { PlaysView } from '@segue/core/events';
import { cleanup, render, screen } from '@testing-library/react';
import { afterEach, expect, it } from 'vitest';
import { PlaysPane } from './plays-pane.tsx';

afterEach(cleanup);

const hour: PlaysView = { n: 200, heardOut: 120, skippedSoon: 30, first: { n: 100, heardOut: 70 } };
const few: PlaysView = { n: 24, heardOut: 18, skippedSoon: 3, first: { n: 9, heardOut: 8 } };
const rows = () => screen.queryAllByRole('row').map((row) => [...row.children].map(({ textContent }) => textContent));

it('sets what came of plays lately beside the hour, and no share of few', () => {
  render(<PlaysPane plays={{ window: few, hour }} windowSeconds={300} />);
  expect(rows()).toEqual([
    ['of plays', 'last 5 min', 'last 1 h'],
    ['heard out', '75 %', '60 %'],
    ['heard out, of the first five', '–', '70 %'],
    ['skipped within 30 s', '13 %', '15 %'],
    ['plays that ended', '24', '200'],
  ]);
});

it('has one column where the hour is the window, and says so where nothing has ended', () => {
  const none: PlaysView = { n: 0, heardOut: 0, skippedSoon: 0, first: { n: 0, heardOut: 0 } };
  const { rerender } = render(<PlaysPane plays={{ window: hour, hour }} windowSeconds={3_600} />);
  expect(rows()[0]).toEqual(['of plays', 'last 1 h']);
  rerender(<PlaysPane plays={{ window: none, hour: none }} windowSeconds={300} />);
  expect(rows()).toEqual([]);
  expect(screen.getByText('No play from a list has come to its end in the last hour.')).toBeDefined();
});
