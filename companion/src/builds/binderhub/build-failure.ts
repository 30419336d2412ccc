import type { ErrorCode } from '../../contract/contract.ts';
import { Failed } from '../../base/errors.ts';
import type { BuildEvent } from './build-events.ts';
import type { BuildLines } from './build-lines.ts';

/** Errors of BinderHub before a build, with ours; the first match counts. */
const BEFORE: readonly (readonly [RegExp, ErrorCode, string])[] = [
  [
    /no provider found|unsupported git url|has been temporarily disabled/i,
    'source-not-allowed',
    'BinderHub does not take this source.'
  ],
  [
    /repository .*not found|does not appear to be a git repository|authentication failed|could not read username/i,
    'source-not-found',
    'BinderHub does not find the repository. It must be public.'
  ],
  [
    /could not resolve ref\b/i,
    'ref-not-found',
    'BinderHub does not find the commit. It may have been removed since.'
  ],
  [
    /could not resolve host|failed to connect|timed out|connection (refused|reset)|unable to access/i,
    'network',
    'BinderHub cannot reach the repository.'
  ]
];

/** Messages of git and Python about an unknown host, and where its name is. */
const UNKNOWN_NAME =
  /could not resolve host|name or service not known|failure in name resolution|NameResolutionError|getaddrinfo/i;
const NAME = /(?:host='|resolve '|resolve host: )([\w.-]+)/i;

const NOT_LET =
  'BinderHub does not let the companion build. Its administrator must give the companion’s token access to BinderHub.';
const NO_API =
  'BinderHub does not build without starting a server. Its administrator must set enable_api_only_mode.';
const NOT_THERE =
  'What answers at BinderHub’s address is no BinderHub. The administrator must check binderhub.url.';

/** BinderHub lost sight of the build's pod, which goes on. */
const UNSEEN = 'Unhandled error watching for build events';

/** A longer wait fails the build; our own pauses after errors are as long. */
const SOON_SECONDS = 10;

/** True when the same request may succeed a little later. */
export function isPassing(event: BuildEvent): boolean {
  const { status_code: status = 0, message = '', retryAfter } = event;
  // BinderHub is not asked before the time that it names.
  const soon = status === 429 && (retryAfter ?? 0) <= SOON_SECONDS;
  return soon || status >= 500 || message.startsWith(UNSEEN);
}

/** Return why a build failed, from its last event and its log. */
export function buildFailure(event: BuildEvent, lines: BuildLines): Failed {
  const message = (event.message ?? '').trim();
  if (event.status_code !== undefined) {
    return refused(event.status_code, message, event.retryAfter);
  }
  const before = BEFORE.find(([pattern]) => pattern.test(message));
  if (before && !message.startsWith('Error during build:')) {
    const [, code, detail] = before;
    return new Failed(code, detail, {
      logTail: lines.tail,
      actions: ['retry', 'view-log']
    });
  }
  return unknownName(lines) ?? broken(lines);
}

/** Return the failure of a build that began, or of the push of its image. */
function broken(lines: BuildLines): Failed {
  const error = lines.error ?? lines.tail.at(-1);
  const pushing = lines.tail.some(line => line.startsWith(' > pushing '));
  const what = pushing
    ? 'The image could not be pushed to the registry'
    : 'The build failed';
  return new Failed('build-failed', error ? `${what}: ${error}` : `${what}.`, {
    values: {
      ...(error === undefined ? {} : { error }),
      ...(pushing ? { reason: 'push' } : {})
    },
    logTail: lines.tail,
    actions: ['retry', 'view-log']
  });
}

/** Look at the error only: the log has output of a project's scripts, too. */
function unknownName({ error = '', tail }: BuildLines): Failed | undefined {
  if (!UNKNOWN_NAME.test(error)) {
    return undefined;
  }
  const host = NAME.exec(error)?.[1];
  return new Failed(
    'network',
    `BinderHub cannot reach ${host ?? 'the network'}: nothing knows that name there.`,
    {
      ...(host === undefined ? {} : { values: { host } }),
      logTail: tail,
      actions: ['retry', 'view-log']
    }
  );
}

function refused(
  status: number,
  message: string,
  retryAfter: number | undefined
): Failed {
  const values = { status: String(status) };
  const actions = ['retry' as const, 'view-log' as const];
  if (status === 429) {
    const detail = 'BinderHub is asked too often. Try again later.';
    return new Failed('rate-limited', detail, {
      ...{ values, actions },
      ...(retryAfter === undefined ? {} : { retryAfter })
    });
  }
  if (status >= 500) {
    const detail = `BinderHub answers with an error (${values.status}). Try again later.`;
    return new Failed('network', detail, { values, actions });
  }
  return new Failed('build-failed', sentence(status, message), {
    values,
    actions
  });
}

function sentence(status: number, message: string): string {
  if (status === 401 || status === 403) {
    return NOT_LET;
  }
  if (status === 404 || (status >= 300 && status < 400)) {
    return NOT_THERE;
  }
  return /API only mode/i.test(message)
    ? NO_API
    : `BinderHub refused the build: ${message || String(status)}`;
}
