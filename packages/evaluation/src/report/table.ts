import { COST_METRICS, type Report, type Result } from './result.ts';

/** One line a model, one column a figure with its interval below a common head. */
export function tableOf({ results, failures }: Report): string {
  const [first] = results;
  if (!first) return failures.join('\n');
  const metrics = [...new Set(results.map(({ metric }) => metric))];
  const models = [...new Set(results.map(({ model }) => model))];
  const rows = [
    ['', ...metrics, 'ms/event'],
    ...models.map((model) => {
      const own = results.filter((result) => result.model === model);
      return [
        model,
        ...metrics.map((metric) => cellOf(own.find((result) => result.metric === metric))),
        own[0] ? own[0].perEventMs.toFixed(3) : '',
      ];
    }),
  ];
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  const lines = rows.map((row) => row.map((cell, i) => (i === 0 ? cell.padEnd(widths[i]!) : cell.padStart(widths[i]!))).join('  '));
  return [`${first.data}, ${first.protocol}: value [95 % over listeners]`, ...lines, ...failures].join('\n');
}

function cellOf(result: Result | undefined): string {
  if (!result) return '';
  if (COST_METRICS.has(result.metric)) return result.value.toFixed(result.metric === 'peak MB' ? 0 : 3);
  return `${fixed(result.value)} [${fixed(result.low)}, ${fixed(result.high)}]`;
}

const fixed = (value: number): string => value.toFixed(4).replace(/^(-?)0\./, '$1.');
