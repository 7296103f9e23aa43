import './lib/node-version.mjs';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { check } from './check.mjs';
import { ensureBuilt, ensureGenerated } from './lib/build.mjs';
import { chromiumProgram } from './lib/chromium.mjs';
import { loadDotEnvOfTheMachine } from './lib/dot-env.mjs';
import { startGuarded } from './lib/guarded.mjs';
import { ensureInstalled } from './lib/install.mjs';
import { onEnd } from './lib/on-end.mjs';
import { bin, root } from './lib/root.mjs';
import { run, which } from './lib/run.mjs';
import { PlainError, say, secondsSince, wordsOf } from './lib/say.mjs';
import { makeScratch } from './lib/scratch.mjs';
import { ALL_SERVICES, startServices } from './services/start-services.mjs';
import { tallyOfPlaywright, tallyOfVitest } from './test/tally.mjs';

// npm test: check, unit and contract tests against real servers, journeys in a real browser.
// npm test -- --only check|vitest|e2e [FILTER…] runs one part of it.
const PARTS = ['check', 'vitest', 'e2e'];
const [flag, only, ...filters] = process.argv.slice(2);
const wants = (part) => flag === undefined || only === part;

loadDotEnvOfTheMachine();
const total = { passed: 0, failed: 0, skipped: 0 };
/** What this machine cannot have, in sentences. */
const missing = [];
/** What was skipped for another reason than that. */
const skipped = [];
const started = performance.now();
const scratch = makeScratch('test');
let services = null;
/** What runs at the moment: it has to go first when this is told to end. */
let current = null;

async function cleanUp() {
  await current?.stop();
  await services?.stop();
  scratch.remove();
}
const isEnding = onEnd(cleanUp, { code: 1 });

try {
  if (flag !== undefined && (flag !== '--only' || !PARTS.includes(only))) {
    throw new PlainError(`npm test takes no arguments, or --only ${PARTS.join('|')} and filters; not ${process.argv.slice(2).join(' ')}`);
  }
  await step('Packages', ensureInstalled);
  await step('Generated code', ensureGenerated);
  // Each of these stands alone: what fails is counted, and the rest is still worth knowing.
  if (wants('check')) await step('Format, lint, types, arrows, dead code', checked).catch(failed);
  if (wants('vitest') || wants('e2e')) await step('Real servers', served);
  if (wants('vitest')) await step('Unit, property and contract tests', vitest).catch(failed);
  if (wants('e2e')) {
    const built = await step('Build', ensureBuilt).then(() => true, failed);
    if (built) await step('Journeys in a real browser', journeys).catch(failed);
  }
} catch (cause) {
  failed(cause);
}
await cleanUp();

if (skipped.length > 0) say(`\nSkipped:\n${skipped.map((line) => `  ${line}`).join('\n')}`);
if (missing.length > 0) {
  say(`\nNot run, because this machine cannot have it:\n${missing.map((line) => `  ${line}`).join('\n')}`);
  if (process.env.CI) {
    say('With CI set that is a failure.');
    total.failed += missing.length;
  }
}
say(`\nTook ${secondsSince(started)} s.`);
say(`${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
process.exit(total.failed === 0 && total.passed > 0 ? 0 : 1);

/** Says what begins, and how long it took. */
async function step(name, work) {
  const start = performance.now();
  say(`${name} …`);
  await work();
  say(`${name}: ${secondsSince(start)} s\n`);
}

function failed(cause) {
  say(wordsOf(cause));
  total.failed++;
}

async function checked() {
  for (const { ok } of await check()) total[ok ? 'passed' : 'failed']++;
}

async function served() {
  services = await startServices({ want: ALL_SERVICES, log: say });
  for (const { name, reason } of services.missing) missing.push(`tests on a real ${name}: ${reason}`);
}

async function vitest() {
  const report = join(scratch.path, 'vitest.json');
  const data = process.env.SEGUE_DATA || join(root, '..', 'shared', 'data');
  const env = { ...process.env, ...services.env };
  if (existsSync(data)) env.SEGUE_DATA = data;
  else skipped.push(`tests on real listening histories: there are none at ${data} (SEGUE_DATA names another folder)`);
  const args = ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${report}`, ...filters];
  add(tallyOfVitest(report, await follow(bin('vitest'), args, { cwd: root, env })));
}

async function journeys() {
  const folder = join(root, 'e2e');
  if (!readdirSync(folder, { recursive: true }).some((file) => /^(?!node_modules).*\.spec\.ts$/.test(String(file)))) {
    throw new PlainError('e2e holds no *.spec.ts: there is nothing to run in the browser.');
  }
  if (!chromiumProgram()) {
    say('  no chromium program: fetching the one of Playwright …');
    if ((await run(bin('playwright'), ['install', 'chromium'], { cwd: folder, collect: true })).code !== 0) {
      missing.push('journeys in a browser: no chromium program, and Playwright could not fetch its own');
      return;
    }
  }
  // The configuration leaves them out.
  if (!which('nginx')) missing.push('journeys on Kafka, Redis and Postgres: no nginx program');
  const report = join(scratch.path, 'playwright.json');
  const env = { ...process.env, ...services.env, PLAYWRIGHT_JSON_OUTPUT_NAME: report };
  add(tallyOfPlaywright(report, await follow(bin('playwright'), ['test', '--reporter=list,json', ...filters], { cwd: folder, env })));
}

/** Runs a program to its end, so that it ends with us whatever ends us. @returns {Promise<number>} its exit code */
async function follow(program, args, options) {
  current = startGuarded(program, args, options);
  const code = await current.ended;
  // Told to end: the rest is not for us, the process goes when everything is down.
  if (isEnding()) await new Promise(() => {});
  current = null;
  return code;
}

function add(tally) {
  total.passed += tally.passed;
  total.failed += tally.failed;
  total.skipped += tally.skipped;
  skipped.push(...tally.skippedNames);
  if (tally.problem) say(`  ${tally.problem}`);
}
