/** The parts of `npm test`, in their order: each is run whole and counted. */
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { attempt, ROOT } from './steps.ts';
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
import { lacking } from '../tests/cluster/requirements.ts';
import { readState, running } from '../tests/cluster/state.ts';

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
  'end-to-end': endToEnd,
  cluster: onCluster
};

/**
 * Build the cluster's programs beside the stages before it, of the time that
 * these leave idle: on a new machine that build alone takes ten minutes.
 * `cluster up` waits for it, and tells what fails.
 */
export function buildAhead(): void {
  if (lacking() === undefined) {
    spawn('nice', ['-n', '19', 'node', 'tests/cluster/main.ts', 'programs'], {
      cwd: ROOT,
      stdio: 'ignore'
    }).unref();
  }
}

async function endToEnd(): Promise<Tally> {
  return inBrowser('ui-tests/playwright.config.ts', 'the end-to-end tests');
}

async function inBrowser(config: string, what: string): Promise<Tally> {
  const chromium = findChromium();
  if (!chromium) {
    return {
      ...NOTHING,
      skipped: [
        `${what}: no Chromium (Debian and Ubuntu: apt install chromium)`
      ]
    };
  }
  return reported(
    ofPlaywright,
    () => ['playwright', 'test', '--config', config],
    { CHROMIUM: chromium }
  );
}

/** The tests on a real Kubernetes; one that runs already is left running. */
async function onCluster(): Promise<Tally> {
  const reason = lacking();
  if (reason !== undefined) {
    return {
      ...NOTHING,
      skipped: [`the tests on a real cluster: ${reason}`]
    };
  }
  const state = readState();
  const found =
    state !== undefined && running(state, 'apiserver') !== undefined;
  const config = 'tests/cluster/jest.config.js';
  try {
    const started = await inTurn(['node', 'tests/cluster/main.ts', 'up']);
    if (started.failed > 0) {
      return started;
    }
    const tests = await reported(
      ofJest,
      report => [
        ...['jest', '--config', config, '--json', `--outputFile=${report}`]
      ],
      { NODE_OPTIONS: '--experimental-vm-modules' }
    );
    const deployed = await inBrowser(
      'ui-tests/cluster/playwright.config.ts',
      'the end-to-end test on a cluster'
    );
    return add(tests, deployed);
  } finally {
    if (!found) {
      await attempt('node', ['tests/cluster/main.ts', 'down']);
    }
  }
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
