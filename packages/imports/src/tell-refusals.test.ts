import { expect, it } from 'vitest';
import { tellRefusals } from './tell-refusals.ts';

const aRefusal = (line: number, reason: string, value: string | null = null) => ({ file: 'rows.dat', line, reason, value });

it('shows the first refusals with their values, and counts all of them by file and reason, most first', () => {
  const refusals = [
    aRefusal(1, 'not UTF-8'),
    ...Array.from({ length: 12 }, (_, i) => aRefusal(i + 2, 'the artist is not in artists.dat', `${i}`)),
    { ...aRefusal(3, 'not UTF-8'), file: 'tags.dat' },
  ];
  const told = tellRefusals(refusals);
  expect(told.slice(0, 2)).toEqual([
    'refused: rows.dat, line 1: not UTF-8',
    'refused: rows.dat, line 2: the artist is not in artists.dat: "0"',
  ]);
  expect(told.slice(10)).toEqual([
    '… and 4 more',
    '12 × rows.dat: the artist is not in artists.dat',
    '1 × rows.dat: not UTF-8',
    '1 × tags.dat: not UTF-8',
  ]);
});

it('says nothing where nothing was refused', () => {
  expect(tellRefusals([])).toEqual([]);
});

it('keeps what a row says to one short line of the terminal', () => {
  expect(tellRefusals([aRefusal(1, 'id is not 1 to 18 digits', `\u001b[2J${'7'.repeat(70)}`)])[0]).toBe(
    `refused: rows.dat, line 1: id is not 1 to 18 digits: "\\u001b[2J${'7'.repeat(36)}…"`,
  );
});

it('ends the list of reasons somewhere: a file of another kind may have a reason a line', () => {
  const told = tellRefusals(Array.from({ length: 50 }, (_, i) => aRefusal(i, `Unrecognized key: "${i}"`)));
  expect(told.at(-1)).toBe('… and 30 other reasons');
});
