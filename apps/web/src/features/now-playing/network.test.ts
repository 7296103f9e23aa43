import { expect, it } from 'vitest';
import { isSparing } from './network.ts';

it.each([
  ['data are to be saved', { saveData: true, effectiveType: '4g' }, false, true],
  ['a mobile contract', { type: 'cellular', effectiveType: '4g' }, true, true],
  ['a slow line', { effectiveType: '3g' }, false, true],
  ['a fast line', { effectiveType: '4g', saveData: false }, true, false],
  ['a browser that says nothing, on a desk', null, false, false],
  ['a browser that says nothing, in a hand', null, true, true],
])('%s', (_, connection, isPhone, sparing) => {
  expect(isSparing(connection, () => isPhone)).toBe(sparing);
});
