import { Failed } from '../base/errors.ts';
import type { ErrorCode } from '../contract/contract.ts';
import { parsedJson } from '../base/json.ts';

/**
 * The ends of the trusted check of a pod (DESIGN.md 6), as exit codes; the
 * termination log has one sentence and, on a second line, values as JSON.
 */
export const CHECK_CODES = {
  misconfigured: 64,
  link: 65,
  file: 66,
  missing: 67,
  escapes: 68,
  'disk-full': 69,
  exists: 70,
  'not-copied': 71,
  unavailable: 72
} as const;

export type CheckOutcome = keyof typeof CHECK_CODES;

const FAILURES: Record<CheckOutcome, ErrorCode> = {
  misconfigured: 'internal',
  link: 'folder-missing',
  file: 'folder-missing',
  missing: 'folder-missing',
  escapes: 'folder-missing',
  'disk-full': 'disk-full',
  exists: 'project-exists',
  'not-copied': 'internal',
  unavailable: 'volume-unavailable'
};

/** Return the failure of a check's exit code; `undefined` for other codes. */
export function checkFailure(
  exitCode: number,
  terminationMessage: string
): Failed | undefined {
  const outcome = outcomeOf(exitCode);
  if (outcome === undefined) {
    return undefined;
  }
  const [sentence = '', values = ''] = terminationMessage.trim().split('\n');
  return new Failed(
    FAILURES[outcome],
    sentence === ''
      ? `The check of the volume ended with ${outcome}.`
      : sentence,
    {
      values: { reason: outcome, ...textsOf(values) },
      ...(outcome === 'disk-full' ? { actions: ['free-space', 'stay'] } : {})
    }
  );
}

function outcomeOf(exitCode: number): CheckOutcome | undefined {
  for (const [outcome, code] of Object.entries(CHECK_CODES)) {
    if (code === exitCode && isOutcome(outcome)) {
      return outcome;
    }
  }
  return undefined;
}

function isOutcome(name: string): name is CheckOutcome {
  return Object.hasOwn(CHECK_CODES, name);
}

/** Read the texts by name; all else that may be in the log is dropped. */
function textsOf(json: string): Record<string, string> {
  const parsed = parsedJson(json);
  return typeof parsed === 'object' && parsed !== null
    ? Object.fromEntries(
        Object.entries(parsed).filter(
          (entry): entry is [string, string] => typeof entry[1] === 'string'
        )
      )
    : {};
}
