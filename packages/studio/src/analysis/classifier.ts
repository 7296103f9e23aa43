export interface Example {
  readonly features: readonly number[];
  readonly label: string;
  /** Examples of a group are never on both sides of the split. */
  readonly group: string;
}

export interface Guess {
  readonly label: string;
  readonly guess: string;
}

/** Names each example from the others, those of its own group left out, in as many folds as asked. */
export function crossValidate(examples: readonly Example[], folds: number): Guess[] {
  const groups = [...new Set(examples.map(({ group }) => group))];
  const foldOf = new Map(groups.map((group, i) => [group, i % folds]));
  return Array.from({ length: folds }, (_, fold) => {
    const known = examples.filter(({ group }) => foldOf.get(group) !== fold);
    const asked = examples.filter(({ group }) => foldOf.get(group) === fold);
    if (known.length === 0 || asked.length === 0) return [];
    const name = train(known);
    return asked.map(({ features, label }) => ({ label, guess: name(features) }));
  }).flat();
}

/** Linear discriminants: one covariance for all classes, shrunk half way to its diagonal since examples are few. */
function train(examples: readonly Example[]): (features: readonly number[]) => string {
  const size = examples[0]!.features.length;
  const centre = new Float64Array(size);
  const spread = new Float64Array(size);
  for (const { features } of examples) for (let i = 0; i < size; i++) centre[i]! += features[i]! / examples.length;
  for (const { features } of examples) for (let i = 0; i < size; i++) spread[i]! += (features[i]! - centre[i]!) ** 2 / examples.length;
  const scaled = (features: readonly number[]): Float64Array =>
    Float64Array.from(features, (value, i) => (value - centre[i]!) / (Math.sqrt(spread[i]!) || 1));
  const classes = new Map<string, Float64Array[]>();
  for (const { features, label } of examples) classes.set(label, [...(classes.get(label) ?? []), scaled(features)]);
  const means = new Map<string, Float64Array>();
  const within = Array.from({ length: size }, () => new Float64Array(size));
  for (const [label, list] of classes) {
    const mean = new Float64Array(size);
    for (const vector of list) for (let i = 0; i < size; i++) mean[i]! += vector[i]! / list.length;
    means.set(label, mean);
    for (const vector of list) {
      for (let i = 0; i < size; i++)
        for (let j = 0; j <= i; j++) within[i]![j]! += ((vector[i]! - mean[i]!) * (vector[j]! - mean[j]!)) / examples.length;
    }
  }
  const factor = cholesky(within.map((row, i) => row.map((value, j) => (i === j ? value + 0.02 : value * 0.5))));
  const whitened = new Map([...means].map(([label, mean]) => [label, solve(factor, mean)]));
  return (features) => {
    const point = solve(factor, scaled(features));
    let best = '';
    let bestDistance = Infinity;
    for (const [label, mean] of whitened) {
      let distance = 0;
      for (let i = 0; i < size; i++) distance += (point[i]! - mean[i]!) ** 2;
      if (distance < bestDistance) {
        bestDistance = distance;
        best = label;
      }
    }
    return best;
  };
}

function cholesky(matrix: readonly Float64Array[]): Float64Array[] {
  const factor = matrix.map((row) => new Float64Array(row.length));
  for (let i = 0; i < matrix.length; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = matrix[i]![j]!;
      for (let k = 0; k < j; k++) sum -= factor[i]![k]! * factor[j]![k]!;
      factor[i]![j] = i === j ? Math.sqrt(Math.max(sum, 1e-9)) : sum / factor[j]![j]!;
    }
  }
  return factor;
}

function solve(factor: readonly Float64Array[], vector: Float64Array): Float64Array {
  const out = new Float64Array(vector.length);
  for (let i = 0; i < vector.length; i++) {
    let sum = vector[i]!;
    for (let k = 0; k < i; k++) sum -= factor[i]![k]! * out[k]!;
    out[i] = sum / factor[i]![i]!;
  }
  return out;
}
