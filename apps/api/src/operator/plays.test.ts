import { seriesOf } from '@segue/telemetry';
import { expect, it } from 'vitest';
import { playsOf } from './plays.ts';

it('plays from lists are summed by how they ended, of one origin', () => {
  const counted = (end: string, rows: string, origin: string, value: number): [string, number] => [
    seriesOf('segue_list_plays_total', Object.entries({ end, rows, origin })),
    value,
  ];
  const counters = new Map([
    counted('heard-out', 'first', 'person', 30),
    counted('heard-out', 'later', 'person', 12),
    counted('skipped-soon', 'first', 'person', 5),
    counted('left', 'later', 'person', 3),
    counted('heard-out', 'first', 'simulated', 900),
  ]);
  expect(playsOf(counters, 'person')).toEqual({ n: 50, heardOut: 42, skippedSoon: 5, first: { n: 35, heardOut: 30 } });
  expect(playsOf(counters, 'imported')).toEqual({ n: 0, heardOut: 0, skippedSoon: 0, first: { n: 0, heardOut: 0 } });
});
