import * as z from 'zod/mini';
import { Failed } from '../base/errors.ts';
import type { ErrorCode } from '../contract/contract.ts';

/** The codes that file work fails with. */
const CODES = [
  'invalid-request',
  'unauthenticated',
  'not-found',
  'project-exists',
  'payload-too-large',
  'unsupported-environment',
  'internal',
  'disk-full',
  'volume-unavailable',
  'interrupted'
] as const satisfies readonly ErrorCode[];

/** A `Failed` in the form that is sent. */
export const Failure = z.object({
  code: z.enum(CODES),
  detail: z.string(),
  field: z.optional(z.string()),
  file: z.optional(z.string()),
  values: z.optional(z.record(z.string(), z.string())),
  actions: z.optional(z.array(z.enum(['free-space'])))
});
export type Failure = z.infer<typeof Failure>;

/** Return what may be said of a failure; the rest stays in the agent's log. */
export function failureOf(error: unknown): Failure {
  const code =
    error instanceof Failed
      ? CODES.find(known => known === error.code)
      : undefined;
  if (!(error instanceof Failed) || code === undefined) {
    return { code: 'internal', detail: 'The agent failed. Its log says why.' };
  }
  const { field, file, values, actions } = error.options;
  return {
    code,
    detail: error.message,
    field,
    file,
    values,
    actions: actions?.filter(action => action === 'free-space')
  };
}

/** Make the failure again that the other side sent. */
export function failedOf({ code, detail, ...rest }: Failure): Failed {
  const { field, file, values, actions } = rest;
  return new Failed(code, detail, {
    ...(field === undefined ? {} : { field }),
    ...(file === undefined ? {} : { file }),
    ...(values === undefined ? {} : { values }),
    ...(actions === undefined ? {} : { actions })
  });
}
