/** Runs the programs of a stage, and counts the tests that they report. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { attemptInLines } from './steps.ts';
import { add, NOTHING, ofStatus } from './tally.ts';
import type { Tally } from './tally.ts';

/** Takes the lines and steps of one stage, as several stages run at once. */
export interface Desk {
  /** Takes a line of text. */
  readonly say: (line: string) => void;
  /** Runs a part of the stage, with a time of its own. */
  readonly step: (name: string, work: Work) => Promise<Tally>;
}

export type Work = (desk: Desk) => Promise<Tally>;

/** Lets works in one at a time, in the order in which they ask. */
export function takingTurns(): (work: Work) => Work {
  let last: Promise<unknown> = Promise.resolve();
  return work => desk => {
    const mine = last.then(() => work(desk));
    last = mine.catch(() => undefined);
    return mine;
  };
}

/** Runs programs one after another, all of them; each counts as one check. */
export function inTurn(...commands: string[][]): Work {
  return async ({ say }) => {
    let tally = NOTHING;
    for (const [program = '', ...args] of commands) {
      const status = await attemptInLines(program, args, say);
      if (status !== 0) {
        say(`${[program, ...args].join(' ')} has failed.`);
      }
      tally = add(tally, ofStatus(status));
    }
    return tally;
  };
}

/** Runs a test runner that writes a report, and counts what the report says. */
export function reported(
  count: (report: unknown) => Tally,
  command: (report: string) => string[],
  env: Record<string, string> = {}
): Work {
  return async ({ say }) => {
    const folder = mkdtempSync(join(tmpdir(), 'projects-report-'));
    const report = join(folder, 'report.json');
    try {
      const [program = '', ...args] = command(report);
      const status = await attemptInLines(program, args, say, {
        env: { ...process.env, ...env, PLAYWRIGHT_JSON_OUTPUT_FILE: report }
      });
      const tally = count(JSON.parse(readFileSync(report, 'utf8')));
      return status !== 0 && tally.failed === 0
        ? { ...tally, failed: 1 }
        : tally;
    } catch (error) {
      say(`There is no report: ${String(error)}`);
      return { ...NOTHING, failed: 1 };
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  };
}
