/** A command that runs benchmarks by name and keeps what they found. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Benchmark, type Result, table } from './result.ts';

/**
 * Run those that the command line names, or all; print a table and write the
 * numbers to `bench/results/<file>`.
 */
export async function runBenchmarks(
  benchmarks: Readonly<Record<string, Benchmark>>,
  file: string
): Promise<void> {
  const names = process.argv.slice(2);
  const unknown = names.filter(name => !(name in benchmarks));
  if (unknown.length) {
    console.error(
      `No benchmark is called ${unknown.join(', ')}. There are: ${Object.keys(benchmarks).join(', ')}.`
    );
    process.exit(2);
  }
  const chosen = Object.entries(benchmarks).filter(
    ([name]) => !names.length || names.includes(name)
  );
  const results: Result[] = [];
  for (const [name, benchmark] of chosen) {
    console.error(`${name} ...`);
    try {
      results.push(...(await benchmark()));
      await keep(file, results);
    } catch (error) {
      // The results of the other benchmarks, which took minutes, are kept.
      console.error(`${name} failed:`, error);
      process.exitCode = 1;
    }
  }
  console.log(table(results));
}

async function keep(file: string, results: readonly Result[]): Promise<void> {
  const folder = join(import.meta.dirname, 'results');
  await mkdir(folder, { recursive: true });
  await writeFile(
    join(folder, file),
    JSON.stringify({ at: new Date().toISOString(), results }, null, 2) + '\n'
  );
}
