import { Failed } from '../../base/errors.ts';
import type { FailedOptions } from '../../base/errors.ts';

/** Reasons of refusals, by what people can do about them. */
const REASONS = [
  ['quota', /exceeded quota|failed quota/i],
  ['limits', /(?:maximum|minimum) \S+ usage per|limit to request ratio/i],
  ['webhook', /failed calling webhook/i]
] as const;
type Reason = (typeof REASONS)[number][0] | 'other';

const WHAT_TO_DO: Record<Reason, string> = {
  quota: 'Ask the administrator.',
  limits: 'Choose other resources, or ask the administrator.',
  webhook: 'Try again, and tell the administrator if it stays so.',
  other: 'Ask the administrator.'
};

/**
 * Make the failure for a refusal, in the API server's own words: they may name
 * objects, never our secrets.
 */
export function refused(said: string, cause?: unknown): Failed {
  const reason =
    REASONS.find(([, words]) => words.test(said))?.[0] ?? ('other' as const);
  const words = short(said);
  return refusal(`The cluster refuses it: ${words} ${WHAT_TO_DO[reason]}`, {
    cause,
    values: { reason, said: words }
  });
}

/** Make the failure for a machine that cannot start what it should. */
export function machineFailed(said: string): Failed {
  const words = short(said);
  return refusal(
    `The machine cannot start it: ${words} Ask the administrator.`,
    { values: { reason: 'machine', said: words } }
  );
}

/** Make the failure for a container that the cluster puts before ours. */
export function addedFailed(
  container: string,
  exitCode: number,
  message = ''
): Failed {
  const code = String(exitCode);
  return refusal(
    `The container ${container}, which is added on this cluster, stopped with exit code ${code}. Ask the administrator.`,
    {
      values: { reason: 'added', container, exitCode: code },
      logTail: message.split('\n').filter(Boolean).slice(-20)
    }
  );
}

function refusal(detail: string, options: FailedOptions): Failed {
  return new Failed('refused', detail, {
    actions: ['retry', 'stay'],
    ...options
  });
}

/** True when the refusal is for a quota that is used up. */
export function isForQuota(error: unknown): error is Failed {
  return (
    error instanceof Failed &&
    error.code === 'refused' &&
    error.options.values?.reason === 'quota'
  );
}

const LONGEST = 300;

/** Drop words that help nobody: the pod's name, layers of errors, long IDs. */
export function short(said: string): string {
  const words = said
    .replace(/^\S+ "[^"]*" is (?:forbidden|invalid): /, '')
    .replace(/^Internal error occurred: /, '')
    .replaceAll(/rpc error: code = \w+ desc = /g, '')
    .replaceAll(/ "[0-9a-f]{64}"/g, '')
    .trim();
  const cut = words.length > LONGEST ? `${words.slice(0, LONGEST)}…` : words;
  return /[.…]$/.test(cut) ? cut : `${cut}.`;
}
