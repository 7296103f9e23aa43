import { cpus, totalmem } from 'node:os';

/** One measured figure, next to what it is compared with and what it should be. The same shape in every benchmark. */
export interface Result {
  readonly case: string;
  readonly setting: string;
  readonly metric: string;
  readonly value: number;
  readonly unit: string;
  /** The same figure of what it is compared with, in the same run. */
  readonly reference: number | null;
  /** value / reference; the median over blocks where there are blocks. */
  readonly ratio: number | null;
  readonly target: string | null;
  /** Null where there is no target. */
  readonly met: boolean | null;
}

export function result(
  one: Pick<Result, 'case' | 'setting' | 'metric' | 'value' | 'unit'> & Partial<Pick<Result, 'reference' | 'ratio' | 'target' | 'met'>>,
): Result {
  const { reference = null, target = null, met = null } = one;
  return { ...one, reference, ratio: one.ratio ?? (reference ? one.value / reference : null), target, met };
}

/** Prints a table for people, or with `json` one object on standard output and nothing else. */
export function report({
  bench,
  versions = {},
  results,
  quick,
  json,
}: {
  readonly bench: string;
  readonly versions?: Readonly<Record<string, string>>;
  readonly results: readonly Result[];
  readonly quick: boolean;
  readonly json: boolean;
}): void {
  if (json) {
    const machine = {
      cpu: cpus()[0]?.model ?? 'unknown',
      cores: cpus().length,
      memoryGiB: Math.round(totalmem() / 2 ** 30),
      platform: process.platform,
    };
    process.stdout.write(
      `${JSON.stringify({ bench, machine, versions: { node: process.version, ...versions }, ...(quick ? { quick } : {}), results })}\n`,
    );
    return;
  }
  if (quick) process.stdout.write('Quick: blocks were shortened, the figures say that it runs and little more.\n');
  console.table(
    results.map(({ value, reference, ratio, ...rest }) => ({
      case: rest.case,
      setting: rest.setting,
      metric: rest.metric,
      value: rounded(value),
      unit: rest.unit,
      reference: reference === null ? '' : rounded(reference),
      ratio: ratio === null ? '' : rounded(ratio),
      target: rest.target ?? '',
      met: rest.met === null ? '' : rest.met ? 'yes' : 'NO',
    })),
  );
}

const rounded = (value: number) => Number(value.toPrecision(4));
