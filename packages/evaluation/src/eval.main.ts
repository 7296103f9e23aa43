/**
 * Recommenders side by side on real data: `npm run -s eval -- --format F --data PATH --protocol P --model A,B,…`.
 * Exit code 1 where the figures cannot be had or are worth nothing.
 */
import { writeFile } from 'node:fs/promises';
import { cpus, totalmem } from 'node:os';
import { evaluate } from './evaluate.ts';
import { EvaluationError } from './evaluation-error.ts';
import { parseOptions } from './options.ts';
import { htmlOf } from './report/html.ts';
import { tableOf } from './report/table.ts';
import { versionsOf } from './report/versions.ts';
import { runApart } from './run-apart.ts';

try {
  const options = parseOptions(process.argv.slice(2));
  const report = await evaluate(options, (sentence) => process.stderr.write(`${sentence}\n`), runApart);
  if (options.html) {
    await writeFile(options.html, htmlOf(report, `${report.results[0]?.data ?? options.format}, ${options.protocol}`));
  }
  if (options.json) {
    const machine = { cpu: cpus()[0]?.model ?? 'unknown', cores: cpus().length, memoryGb: Math.round(totalmem() / 2 ** 30) };
    process.stdout.write(`${JSON.stringify({ machine, versions: versionsOf(), results: report.results })}\n`);
    for (const sentence of report.failures) process.stderr.write(`${sentence}\n`);
  } else process.stdout.write(`${tableOf(report)}\n`);
  process.exitCode = report.failures.length > 0 ? 1 : 0;
} catch (cause) {
  if (!(cause instanceof EvaluationError)) throw cause;
  process.stderr.write(`${cause.message}\n`);
  process.exitCode = 1;
}
