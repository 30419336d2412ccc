import type {
  ErrorCode,
  Problem
} from 'jupyterlab-projects-companion/contract';

/**
 * A failed call: the companion answered with a problem, or did not answer. The
 * page makes a sentence of it (sentences.ts).
 */
export class CompanionError extends Error {
  /**
   * @param problem - The companion's answer, or one made here.
   */
  constructor(problem: Problem, options?: ErrorOptions) {
    super(problem.detail, options);
    this.name = 'CompanionError';
    this.problem = problem;
  }

  /**
   * The whole answer.
   */
  readonly problem: Problem;

  /**
   * The kind of the problem, to branch on.
   */
  get code(): ErrorCode {
    return this.problem.code;
  }
}

/**
 * Make a problem that this page noticed itself.
 */
export function localProblem(
  code: ErrorCode,
  status: number,
  detail: string
): Problem {
  return {
    type: `urn:jupyterlab-projects:${code}`,
    title: code.replace(/-/g, ' '),
    status,
    code,
    detail,
    actions: []
  };
}

/**
 * Turn anything that was thrown into an error to show: no failure is silent.
 */
export function companionError(error: unknown): CompanionError {
  return error instanceof CompanionError
    ? error
    : new CompanionError(
        {
          ...localProblem('internal', 0, 'This page failed. Reload it.'),
          values: { part: 'page' }
        },
        { cause: error }
      );
}
