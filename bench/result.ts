/** Results of benchmarks, and the table that prints them. */

/** One line of the table: a ratio or a quantity, and the bound to keep. */
export interface Result {
  readonly name: string;
  readonly value: number;
  /** Absent for a number that has no limit to keep. */
  readonly bound?: number;
  /** True when the value may not equal the bound, as in `under a quarter`. */
  readonly strict?: boolean;
  /** The measurements behind the value, by name. */
  readonly measured: Readonly<Record<string, readonly number[]>>;
  /** The unit of the measurements; seconds if absent. */
  readonly unit?: string;
}

export type Benchmark = () => Promise<Result[]>;

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2
    ? upper
    : ((sorted[middle - 1] ?? upper) + upper) / 2;
}

/** Return how long `work` takes, in seconds. */
export async function seconds(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return (performance.now() - start) / 1000;
}

export function within({ value, bound, strict }: Result): boolean {
  if (bound === undefined) {
    return true;
  }
  return strict ? value < bound : value <= bound;
}

/** Return the results as a table in Markdown. */
export function table(results: readonly Result[]): string {
  const rows = results.map(result => [
    result.name,
    result.value.toFixed(Number.isInteger(result.value) ? 0 : 2),
    result.bound === undefined
      ? ''
      : `${result.strict ? '<' : '≤'} ${String(result.bound)}`,
    keeps(result),
    Object.entries(result.measured)
      .map(([what, values]) => `${what} ${describe(values, result.unit)}`)
      .join('; ')
  ]);
  const head = ['what', 'value', 'bound', 'kept', 'median (least to most)'];
  return [head, head.map(() => '---'), ...rows]
    .map(row => `| ${row.join(' | ')} |`)
    .join('\n');
}

function keeps(result: Result): string {
  if (result.bound === undefined) {
    return '';
  }
  return within(result) ? 'yes' : 'NO';
}

function describe(values: readonly number[], unit = 's'): string {
  if (values.length === 1) {
    return String(values[0]);
  }
  const [least, most] = [Math.min(...values), Math.max(...values)];
  return `${median(values).toFixed(2)} ${unit} (${least.toFixed(2)} to ${most.toFixed(2)})`;
}
