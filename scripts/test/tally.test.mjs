import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { root } from '../lib/root.mjs';
import { tallyOfPlaywright, tallyOfVitest } from './tally.mjs';

const folder = mkdtempSync(join(tmpdir(), 'segue-tally-'));
afterAll(() => rmSync(folder, { recursive: true }));
const report = (content) => {
  const file = join(folder, 'report.json');
  writeFileSync(file, JSON.stringify(content));
  return file;
};
const suite = (name, status, ...tests) => ({ name: join(root, name), status, assertionResults: tests.map((each) => ({ status: each })) });

test('counts tests by outcome and names the files that skipped some', () => {
  const file = report({
    numPassedTests: 2,
    numFailedTests: 1,
    testResults: [suite('a.test.ts', 'failed', 'passed', 'passed', 'failed', 'pending', 'todo')],
  });
  expect(tallyOfVitest(file, 1)).toEqual({ passed: 2, failed: 1, skipped: 2, skippedNames: ['2 in a.test.ts'], problem: null });
});

test('a file that does not load is a failure, though none of its tests failed', () => {
  const file = report({
    numPassedTests: 1,
    numFailedTests: 0,
    testResults: [suite('a.test.ts', 'passed', 'passed'), suite('b.test.ts', 'failed')],
  });
  expect(tallyOfVitest(file, 1)).toMatchObject({ passed: 1, failed: 1, problem: null });
});

test('an error outside any test is a failure', () => {
  const file = report({ numPassedTests: 1, numFailedTests: 0, testResults: [suite('a.test.ts', 'passed', 'passed')] });
  expect(tallyOfVitest(file, 1)).toMatchObject({ passed: 1, failed: 1, problem: expect.stringContaining('outside the tests') });
});

test('no report is a failure', () => {
  expect(tallyOfVitest(join(folder, 'none.json'), 1)).toMatchObject({ passed: 0, failed: 1 });
  expect(tallyOfPlaywright(join(folder, 'none.json'), 0)).toMatchObject({ passed: 0, failed: 1 });
});

test('a journey that passed only the second time has failed', () => {
  const inner = { specs: [{ tests: [{ status: 'skipped' }] }] };
  const file = report({ stats: { expected: 3, unexpected: 1, flaky: 1, skipped: 1 }, suites: [{ file: 'x.spec.ts', suites: [inner] }] });
  expect(tallyOfPlaywright(file, 1)).toEqual({ passed: 3, failed: 2, skipped: 1, skippedNames: ['1 in e2e/x.spec.ts'], problem: null });
});

test('journeys that could not begin are a failure', () => {
  const file = report({ stats: { expected: 0, unexpected: 0, flaky: 0, skipped: 0 }, suites: [], errors: [{ message: 'no tests found' }] });
  expect(tallyOfPlaywright(file, 1)).toMatchObject({ failed: 1, problem: expect.stringContaining('no tests found') });
});
