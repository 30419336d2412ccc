/** The parts of `npm test`, in their order: each is run whole and counted. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { attempt } from './steps.ts';
import {
  add,
  NOTHING,
  ofJest,
  ofPlaywright,
  ofStatus,
  type Tally
} from './tally.ts';
import { checkWheel } from './wheel.ts';
import { findChromium } from './chromium.ts';

export type Stage = () => Promise<Tally>;

/** What `npm test` runs; its arguments pick stages by these names. */
export const STAGES: Readonly<Record<string, Stage>> = {
  types: () => inTurn(['tsc', '-b'], ['tsc', '-p', 'tsconfig.test.json']),
  lint: () =>
    inTurn(
      ['eslint', '.'],
      ['prettier', '--check', '--log-level=warn', '.'],
      ['stylelint', 'style/**/*.css'],
      ['knip']
    ),
  lock: () => inTurn(['git', 'diff', '--exit-code', '--', 'package-lock.json']),
  openapi: () =>
    inTurn(
      ['node', 'scripts/openapi.ts'],
      ['git', 'diff', '--exit-code', '--', 'docs/openapi.json']
    ),
  unit: () =>
    reported(ofJest, report => ['jest', '--json', `--outputFile=${report}`]),
  wheel: async () => ofStatus(await checkWheel()),
  'end-to-end': endToEnd
};

async function endToEnd(): Promise<Tally> {
  const chromium = findChromium();
  if (!chromium) {
    return {
      ...NOTHING,
      skipped: [
        'the end-to-end tests: no Chromium (Debian and Ubuntu: apt install chromium)'
      ]
    };
  }
  const config = 'ui-tests/playwright.config.ts';
  return reported(
    ofPlaywright,
    () => ['playwright', 'test', '--config', config],
    { CHROMIUM: chromium }
  );
}

async function inTurn(...commands: string[][]): Promise<Tally> {
  let tally = NOTHING;
  for (const [program = '', ...args] of commands) {
    const status = await attempt(program, args);
    if (status !== 0) {
      console.log(`  ${[program, ...args].join(' ')} has failed.`);
    }
    tally = add(tally, ofStatus(status));
  }
  return tally;
}

/** Run a test runner that writes a report, and count what the report says. */
async function reported(
  count: (report: unknown) => Tally,
  command: (report: string) => string[],
  env: Record<string, string> = {}
): Promise<Tally> {
  const folder = mkdtempSync(join(tmpdir(), 'projects-report-'));
  const report = join(folder, 'report.json');
  try {
    const [program = '', ...args] = command(report);
    const status = await attempt(program, args, {
      env: { ...process.env, ...env, PLAYWRIGHT_JSON_OUTPUT_FILE: report }
    });
    const tally = count(JSON.parse(readFileSync(report, 'utf8')));
    return status !== 0 && tally.failed === 0 ? { ...tally, failed: 1 } : tally;
  } catch (error) {
    console.log(`  There is no report: ${String(error)}`);
    return { ...NOTHING, failed: 1 };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
