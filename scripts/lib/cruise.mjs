import { root } from './install.mjs';
import { run } from './run.mjs';

/** With a parser that does not know the syntax dependency-cruiser finds nothing and says that all is well. */
const MIN_MODULES = 100;

/** Checks the arrows of `.dependency-cruiser.cjs`, and that the modules were really seen. */
export async function cruise({ cwd = root, minModules = MIN_MODULES } = {}) {
  const { code, output } = await run(
    'npx',
    ['depcruise', '--config', '.dependency-cruiser.cjs', '--output-type', 'json', 'packages', 'apps'],
    { cwd, collect: true },
  );
  let summary;
  try {
    summary = JSON.parse(output.slice(output.indexOf('{'), output.lastIndexOf('}') + 1)).summary;
  } catch {
    return { code: code || 1, output };
  }
  const lines = summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from} → ${to}`);
  if (summary.totalCruised < minModules)
    lines.push(`only ${summary.totalCruised} modules were seen, expected ${minModules} or more: the check has gone blind`);
  return { code: lines.length > 0 ? 1 : 0, output: lines.join('\n') };
}
