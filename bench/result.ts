/** What a benchmark finds, and how it is printed. */

/** One line of the table: a ratio (or a quantity) and the bound it should keep. */
export interface Result {
  readonly name: string;
  readonly value: number;
  /** None where the number itself is what is asked for. */
  readonly bound?: number;
  /** Whether the value may equal the bound; `under a quarter` may not. */
  readonly strict?: boolean;
  /** What is behind the value, by what was measured. */
  readonly measured: Readonly<Record<string, readonly number[]>>;
  /** Of what was measured; seconds if absent. */
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

/** How long `work` takes, in seconds. */
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

/** The results as a table in Markdown. */
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
