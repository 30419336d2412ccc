#!/usr/bin/env node
import { writeFileSync } from 'node:fs';
import * as z from 'zod/mini';
import { check, CheckFailed } from './volumes/check.ts';
import { CHECK_CODES } from './volumes/check-codes.ts';
import type { CheckOutcome } from './volumes/check-codes.ts';

const Path = z.string().check(z.startsWith('/'));
const Count = z.coerce.number().check(z.gte(0));

/** Everything that a pod says to the check; for some, unset means empty. */
const Environment = z.object({
  CHECK_ROOT: Path,
  CHECK_FOLDER: z.optional(z.string()),
  CHECK_OPERATION: z.optional(z.string()),
  CHECK_NEEDS_BYTES: z.optional(Count),
  CHECK_NEEDS_FILES: z.optional(Count),
  /** Names with slashes, below the root. */
  CHECK_MAKE: z.optional(z.string()),
  /** Contents by absolute path. */
  CHECK_WRITE: z.optional(z.string()),
  /** One `source:target` a line. */
  CHECK_COPY: z._default(z.string(), ''),
  CHECK_TERMINATION_LOG: z._default(Path, '/dev/termination-log')
});
type Environment = z.infer<typeof Environment>;

/** Bytes of a termination message that Kubernetes keeps: the last ones. */
const LONGEST = 4096;

function end(log: string, outcome: CheckOutcome, ...lines: string[]): never {
  const text = `${lines.join('\n')}\n`;
  process.stderr.write(text);
  try {
    writeFileSync(log, Buffer.from(text).subarray(0, LONGEST));
  } catch {
    // The exit code says as much as it can.
  }
  process.exit(CHECK_CODES[outcome]);
}

async function main(env: Environment): Promise<void> {
  try {
    await check({
      root: env.CHECK_ROOT,
      folder: env.CHECK_FOLDER,
      operation: env.CHECK_OPERATION,
      needsBytes: env.CHECK_NEEDS_BYTES,
      needsFiles: env.CHECK_NEEDS_FILES,
      folders: z.parse(z.array(z.string()), json(env.CHECK_MAKE, [])),
      files: z.parse(
        z.record(z.string(), z.unknown()),
        json(env.CHECK_WRITE, {})
      ),
      copies: env.CHECK_COPY.split('\n').flatMap(line => {
        const [from = '', to = ''] = line.split(':');
        return line === '' ? [] : [{ from, to }];
      })
    });
  } catch (error) {
    const log = env.CHECK_TERMINATION_LOG;
    if (!(error instanceof CheckFailed)) {
      end(log, 'misconfigured', `The check failed: ${String(error)}`);
    }
    const { outcome, message, values } = error;
    end(log, outcome, message, JSON.stringify(values));
  }
}

function json(text: string | undefined, otherwise: unknown): unknown {
  return text === undefined ? otherwise : JSON.parse(text);
}

const given = z.safeParse(Environment, process.env);
if (given.success) {
  await main(given.data);
} else {
  const log = process.env.CHECK_TERMINATION_LOG ?? '/dev/termination-log';
  const why = z.prettifyError(given.error).replaceAll('\n', ' ');
  end(log, 'misconfigured', `The check is not configured: ${why}`);
}
