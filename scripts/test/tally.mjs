import { existsSync, readFileSync } from 'node:fs';
import { relative } from 'node:path';
import { root } from '../lib/root.mjs';

/**
 * @typedef {object} Tally
 * @property {number} passed
 * @property {number} failed
 * @property {number} skipped
 * @property {string[]} skippedNames one line a file that skipped some
 * @property {string | null} problem what went wrong beside the tests: it is counted as one failure
 */

/** What vitest's JSON report counts. @param {string} file @param {number} exitCode @returns {Tally} */
export function tallyOfVitest(file, exitCode) {
  const report = reportOf(file);
  if (!report) return unreported('vitest', exitCode);
  const { testResults } = report;
  // A file that could not even be loaded has no tests that failed.
  const broken = testResults.filter(({ status, assertionResults }) => status === 'failed' && assertionResults.every(didNotFail)).length;
  const failed = report.numFailedTests + broken;
  const skips = testResults.map(({ name, assertionResults }) => ({
    file: relative(root, name),
    count: assertionResults.filter(({ status }) => ['pending', 'skipped', 'todo', 'disabled'].includes(status)).length,
  }));
  return close({ passed: report.numPassedTests, failed, skipped: sum(skips), skippedNames: lines(skips) }, 'vitest', exitCode);
}

/** What Playwright's JSON report counts; a test that passed only the second time has failed. @returns {Tally} */
export function tallyOfPlaywright(file, exitCode) {
  const report = reportOf(file);
  if (!report) return unreported('Playwright', exitCode);
  const { stats, suites = [], errors = [] } = report;
  const skips = suites.map((suite) => ({ file: `e2e/${suite.file}`, count: skippedIn(suite) }));
  const tally = { passed: stats.expected, failed: stats.unexpected + stats.flaky, skipped: stats.skipped, skippedNames: lines(skips) };
  return close(tally, `Playwright${errors[0]?.message ? ` (${errors[0].message.split('\n')[0]})` : ''}`, exitCode);
}

const didNotFail = ({ status }) => status !== 'failed';
const sum = (skips) => skips.reduce((all, { count }) => all + count, 0);
const lines = (skips) => skips.filter(({ count }) => count > 0).map(({ file, count }) => `${count} in ${file}`);

const skippedIn = ({ specs = [], suites = [] }) =>
  specs.flatMap(({ tests }) => tests).filter(({ status }) => status === 'skipped').length +
  suites.reduce((all, suite) => all + skippedIn(suite), 0);

const reportOf = (file) => (existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : null);

const unreported = (name, exitCode) => ({
  passed: 0,
  failed: 1,
  skipped: 0,
  skippedNames: [],
  problem: `${name} ended with code ${exitCode} and wrote no report.`,
});

/** An error outside any test (an unhandled rejection, a setup that threw) shows only in the exit code. */
function close(tally, name, exitCode) {
  if (exitCode === 0 || tally.failed > 0) return { ...tally, problem: null };
  return { ...tally, failed: 1, problem: `${name} ended with code ${exitCode}, though no test failed: an error outside the tests.` };
}
