import { join } from 'node:path';
import { bin, root } from './root.mjs';
import { run } from './run.mjs';

/** With a parser that does not know the syntax dependency-cruiser finds nothing, and says that all is well. */
const MIN_MODULES = 200;

/** Checks the arrows of `.dependency-cruiser.cjs`, and that the modules and the arrows between them were really seen. */
export async function cruise({ cwd = root, minModules = MIN_MODULES } = {}) {
  const args = ['--config', join(root, '.dependency-cruiser.cjs'), '--output-type', 'json', 'packages', 'apps'];
  const { code, output, stdout } = await run(bin('depcruise'), args, { cwd, collect: true });
  const summary = summaryOf(stdout);
  if (!summary) return { code: code || 1, output: output || 'dependency-cruiser said nothing', violations: [] };
  const violations = summary.violations.map(({ rule, from, to }) => ({ rule: rule.name, from, to }));
  const lines = violations.map(({ rule, from, to }) => `${rule}: ${from} → ${to}`);
  const { totalCruised, totalDependenciesCruised } = summary;
  if (totalCruised < minModules || totalDependenciesCruised < minModules) {
    lines.push(
      `only ${totalCruised} modules and ${totalDependenciesCruised} arrows were seen, expected ${minModules} or more: the check has gone blind`,
    );
  }
  return { code: lines.length > 0 ? 1 : 0, output: lines.join('\n'), violations };
}

function summaryOf(json) {
  try {
    return JSON.parse(json).summary;
  } catch {
    return undefined;
  }
}
