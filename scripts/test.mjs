import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { check } from './check.mjs';
import { ensureBuilt } from './lib/build.mjs';
import { ensureInstalled, root } from './lib/install.mjs';
import { run, which } from './lib/run.mjs';
import { say, secondsSince } from './lib/say.mjs';
import { startServices } from './services/start-services.mjs';

// npm test: check, unit and contract tests against real servers, and journeys in a real browser.
// npm test -- --only check|vitest|e2e [FILTER…] runs a part of it.
const args = process.argv.slice(2);
const only = args[0] === '--only' ? args[1] : null;
const filters = only ? args.slice(2) : [];
const wants = (part) => only === null || only === part;

const total = { passed: 0, failed: 0, skipped: 0 };
/** What this machine cannot have, in sentences. */
const missing = [];
const start = performance.now();
const results = mkdtempSync(join(tmpdir(), 'segue-test-'));
let services = null;
const cleanUp = async () => {
  await services?.stop();
  rmSync(results, { recursive: true, force: true });
};
for (const signal of ['SIGINT', 'SIGTERM']) {
  process.once(signal, async () => {
    await cleanUp();
    process.exit(1);
  });
}

try {
  await ensureInstalled();
  if (wants('check')) {
    say('Checking format, lint, types, arrows and dead code …');
    for (const { ok } of await check()) total[ok ? 'passed' : 'failed']++;
  }
  if (wants('vitest') || wants('e2e')) {
    say('Starting real servers …');
    services = await startServices({ log: say });
    for (const { name, reason } of services.missing) missing.push(`tests on a real ${name}: ${reason}`);
  }
  if (wants('vitest')) await vitest();
  if (wants('e2e')) await e2e();
} catch (cause) {
  say(cause instanceof Error ? (cause.stack ?? cause.message) : String(cause));
  total.failed++;
} finally {
  await cleanUp();
}

if (missing.length > 0) {
  say('\nNot run, because this machine cannot have it:');
  for (const sentence of missing) say(`  ${sentence}`);
  if (process.env.CI) {
    say('With CI set that is a failure.');
    total.failed += missing.length;
  }
}
say(`\nTook ${secondsSince(start)} s.`);
const ok = total.failed === 0 && total.passed > 0;
say(`${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
process.exit(ok ? 0 : 1);

async function vitest() {
  say('Unit, property and contract tests …');
  const file = join(results, 'vitest.json');
  const data = process.env.SEGUE_DATA ?? join(root, '..', 'shared', 'data');
  const env = { ...process.env, ...services.env, ...(existsSync(data) ? { SEGUE_DATA: data } : {}) };
  if (!existsSync(data)) say(`  (no data sets at ${data}: tests on them are skipped; SEGUE_DATA points elsewhere)`);
  await run('npx', ['vitest', 'run', '--reporter=default', '--reporter=json', `--outputFile.json=${file}`, ...filters], { cwd: root, env });
  const report = JSON.parse(readFileSync(file, 'utf8'));
  total.passed += report.numPassedTests;
  total.failed +=
    report.numFailedTests + report.testResults.filter((suite) => suite.status === 'failed' && suite.assertionResults.length === 0).length;
  total.skipped += report.numPendingTests + (report.numTodoTests ?? 0);
}

async function e2e() {
  const folder = join(root, 'e2e');
  if (!readdirSync(folder, { recursive: true }).some((file) => String(file).endsWith('.spec.ts'))) return;
  await ensureBuilt();
  const chromium = process.env.CHROMIUM ?? (await which('chromium')) ?? (await which('google-chrome'));
  if (!chromium && (await run('npx', ['playwright', 'install', 'chromium'], { cwd: folder, collect: true })).code !== 0) {
    missing.push('journeys in a browser: no chromium program, and Playwright could not fetch its own');
    return;
  }
  say('Journeys in a real browser …');
  const file = join(results, 'playwright.json');
  const env = { ...process.env, ...services.env, ...(chromium ? { CHROMIUM: chromium } : {}), PLAYWRIGHT_JSON_OUTPUT_NAME: file };
  await run('npx', ['playwright', 'test', '--reporter=list,json', ...filters], { cwd: folder, env });
  const { stats } = JSON.parse(readFileSync(file, 'utf8'));
  total.passed += stats.expected;
  total.failed += stats.unexpected + stats.flaky;
  total.skipped += stats.skipped;
}
