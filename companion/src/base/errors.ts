import { prettifyError } from 'zod';
import type { output, ZodType } from 'zod';
import type {
  Action,
  Build,
  ErrorCode,
  Failure,
  Problem,
  Project,
  Switch
} from '../contract/contract.ts';

/** HTTP status of each code; those of failed builds and switches are states. */
const STATUS: Record<ErrorCode, number> = {
  'invalid-request': 400,
  unauthenticated: 401,
  forbidden: 403,
  'source-not-allowed': 403,
  'not-found': 404,
  'project-exists': 409,
  'project-limit': 409,
  'project-active': 409,
  'project-busy': 409,
  'switch-in-progress': 409,
  'too-late-to-cancel': 409,
  'payload-too-large': 413,
  'source-not-found': 422,
  'ref-not-found': 422,
  'source-empty': 422,
  'unsupported-environment': 422,
  'idempotency-conflict': 422,
  'rate-limited': 429,
  internal: 500,
  unavailable: 503,
  'disk-full': 507,
  'build-failed': 502,
  'requirement-not-found': 422,
  'requirements-conflict': 422,
  'postbuild-failed': 502,
  network: 503,
  'image-unavailable': 502,
  'server-exited': 502,
  'server-timeout': 504,
  'no-room': 503,
  refused: 502,
  'volume-unavailable': 503,
  'folder-missing': 409,
  interrupted: 503
};

/** The parts that a `Failed` may carry beside its code and sentence. */
export interface FailedOptions {
  readonly cause?: unknown;
  readonly field?: string;
  readonly file?: string;
  readonly line?: number;
  /** Values for the page's own sentence, e.g. `{ package, version }`. */
  readonly values?: Record<string, string>;
  readonly retryAfter?: number;
  readonly logTail?: string[];
  /** All that was printed, sent only on request; it holds no secret. */
  readonly log?: string;
  readonly actions?: Action[];
  readonly project?: Project;
  readonly switch?: Switch;
  readonly build?: Build;
}

/**
 * The only error whose message is meant for people. `detail` is one English
 * sentence that says what is wrong and what to do; it holds no secret.
 */
export class Failed extends Error {
  readonly code: ErrorCode;
  readonly options: FailedOptions;

  constructor(code: ErrorCode, detail: string, options: FailedOptions = {}) {
    super(detail, { cause: options.cause });
    this.name = 'Failed';
    this.code = code;
    this.options = options;
  }

  get status(): number {
    return STATUS[this.code];
  }
}

/** Validate input from outside, or fail with `invalid-request`. */
export function parse<T extends ZodType>(schema: T, input: unknown): output<T> {
  const result = schema.safeParse(input);
  if (!result.success) {
    const field = result.error.issues[0]?.path.join('.');
    throw new Failed('invalid-request', prettifyError(result.error), {
      ...(field ? { field } : {})
    });
  }
  return result.data;
}

/** Return what others may learn of `error` in a build or a switch. */
export function toFailure(error: unknown): Failure {
  const failed =
    error instanceof Failed
      ? error
      : new Failed('internal', 'The companion failed. Its log says why.');
  const { field, file, line, values, retryAfter, logTail, actions } =
    failed.options;
  return {
    type: `urn:jupyterlab-projects:${failed.code}`,
    title: failed.code.replaceAll('-', ' '),
    status: failed.status,
    code: failed.code,
    detail: failed.message,
    ...(field === undefined ? {} : { field }),
    ...(file === undefined ? {} : { file }),
    ...(line === undefined ? {} : { line }),
    ...(values === undefined ? {} : { values }),
    ...(retryAfter === undefined ? {} : { retryAfter }),
    ...(logTail === undefined ? {} : { logTail }),
    actions: actions ?? []
  };
}

/** Return the same for an answer, with the objects that it is about. */
export function toProblem(error: unknown): Problem {
  if (!(error instanceof Failed)) {
    return toFailure(error);
  }
  const { project, switch: s, build } = error.options;
  return {
    ...toFailure(error),
    ...(project ? { project } : {}),
    ...(s ? { switch: s } : {}),
    ...(build ? { build } : {})
  };
}
