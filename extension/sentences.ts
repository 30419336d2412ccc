import type { TranslationBundle } from '@jupyterlab/translation';
import type {
  ErrorCode,
  Failure,
  Problem
} from 'jupyterlab-projects-companion/contract';
import { CompanionError } from './errors.ts';

type Values = Partial<Record<string, string>>;

/**
 * Makes the sentence of one code, or nothing when the values for it are missing.
 */
type Sentence = (
  trans: TranslationBundle,
  values: Values,
  failure: Failure
) => string | undefined;

/**
 * One translated sentence for what went wrong; the companion's English `detail`
 * where this page does not know the code, or not enough of the values.
 */
export function failureSentence(
  failure: Failure | Problem,
  trans: TranslationBundle
): string {
  const table: Partial<Record<string, Sentence>> = SENTENCES;
  return (
    table[failure.code]?.(trans, failure.values ?? {}, failure) ??
    (failure.detail || trans.__('This did not work.'))
  );
}

/**
 * The sentence of anything that was thrown.
 */
export function errorSentence(
  error: unknown,
  trans: TranslationBundle
): string {
  return error instanceof CompanionError
    ? failureSentence(error.problem, trans)
    : trans.__('This did not work.');
}

/**
 * Where it went wrong, if that is known.
 */
export function failurePlace(
  { file, line }: Failure,
  trans: TranslationBundle
): string | undefined {
  return file === undefined || line === undefined
    ? file
    : trans.__('%1, line %2', file, line);
}

const SENTENCES: Record<ErrorCode, Sentence> = {
  'invalid-request': (trans, { reason }, { field }) =>
    invalidRequest(trans, field, reason),
  unauthenticated: trans => trans.__('Your session has ended.'),
  forbidden: trans => trans.__('This is not yours to change.'),
  'source-not-allowed': (trans, { reason, host }) =>
    sourceNotAllowed(trans, reason, host),
  'not-found': trans => trans.__('This is not there any more.'),
  'project-exists': (trans, { folder, name = folder }, failure) =>
    projectExists(trans, name, failure),
  'project-limit': (trans, { limit }) =>
    limit &&
    trans.__(
      'You have %1 of %1 projects. Remove one to make room. Nothing is built before that.',
      limit
    ),
  'project-active': trans => trans.__('You are working in this project.'),
  'project-busy': trans =>
    trans.__('Something else is being done with this project. Try again soon.'),
  'switch-in-progress': trans => trans.__('Another switch is under way.'),
  'too-late-to-cancel': trans =>
    trans.__('Too late to cancel; switch back instead.'),
  'payload-too-large': trans => trans.__('This is too long.'),
  'source-not-found': (trans, { source = '', host }) =>
    source &&
    (host
      ? trans.__(
          '%1 has no public repository %2. Check the spelling, or sign in if it is private.',
          host,
          source
        )
      : trans.__(
          'There is no public repository %1. Check the spelling, or sign in if it is private.',
          source
        )),
  'ref-not-found': (trans, { source, ref }) =>
    source && ref
      ? trans.__('%1 has no branch, tag or commit “%2”.', source, ref)
      : ref && trans.__('There is no branch, tag or commit “%1”.', ref),
  'source-empty': (trans, { source }) =>
    source
      ? trans.__('%1 has no files yet.', source)
      : trans.__('This repository has no files yet.'),
  'unsupported-environment': () => undefined,
  'idempotency-conflict': trans =>
    trans.__('This was asked for before in another way. Try again.'),
  'rate-limited': trans => trans.__('This was too often. Try again soon.'),
  internal: trans => trans.__('The projects service failed. Its log says why.'),
  unavailable: trans => trans.__('Projects is offline.'),
  'disk-full': (trans, { free, needed }) =>
    free && needed
      ? trans.__('%1 is free; this needs about %2.', free, needed)
      : trans.__('The disk is full.'),
  'build-failed': (trans, { exitCode }) =>
    exitCode && trans.__('The build stopped with exit code %1.', exitCode),
  'requirement-not-found': (trans, values) => requirement(trans, values),
  'requirements-conflict': (trans, { first, second }) =>
    first && second
      ? trans.__('%1 and %2 cannot be installed together.', first, second)
      : undefined,
  'postbuild-failed': (trans, { exitCode }) =>
    exitCode && trans.__('postBuild stopped with exit code %1.', exitCode),
  network: (trans, { host }) =>
    host && trans.__('%1 could not be reached. Try again.', host),
  'image-unavailable': (trans, { image }) =>
    image
      ? trans.__('The image %1 is not there any more. Build it again.', image)
      : trans.__('The image is not there any more. Build it again.'),
  'server-exited': (trans, values) => serverExited(trans, values),
  'server-timeout': (trans, { seconds }) =>
    seconds && trans.__('It did not answer within %1 seconds.', seconds),
  'no-room': (trans, { memory, cpus }) =>
    memory && cpus
      ? trans.__('No machine has room for it (%1, %2 CPUs).', memory, cpus)
      : trans.__('No machine has room for it.'),
  'volume-unavailable': () => undefined,
  'folder-missing': (trans, { folder }) =>
    folder
      ? trans.__('The folder %1 is not there any more.', folder)
      : trans.__('The project’s folder is not there any more.'),
  interrupted: trans => trans.__('It was interrupted. Try again.')
};

function invalidRequest(
  trans: TranslationBundle,
  field: string | undefined,
  reason: string | undefined
): string | undefined {
  if (reason === 'credentials') {
    return trans.__('Remove the password from the link. It is not sent.');
  }
  if (field === 'source' && !reason) {
    return trans.__(
      'Not a repository link yet. Example: https://github.com/owner/repo'
    );
  }
  if (field === 'ref') {
    return trans.__('This cannot be the name of a branch, tag or commit.');
  }
  return field === 'name'
    ? trans.__(
        'A folder’s name has lower-case letters, digits, dots and dashes, and at most 63 of them.'
      )
    : undefined;
}

function sourceNotAllowed(
  trans: TranslationBundle,
  reason: string | undefined,
  host: string | undefined
): string | undefined {
  if (reason === 'doi') {
    return trans.__(
      'This machine builds git repositories. A DOI needs a site with BinderHub.'
    );
  }
  return reason === 'private' && host
    ? trans.__('%1 is not on the public internet, and not allowed here.', host)
    : undefined;
}

function projectExists(
  trans: TranslationBundle,
  name: string | undefined,
  failure: Failure | Problem
): string | undefined {
  const project = 'project' in failure ? failure.project : undefined;
  if (project) {
    return trans.__('You have this already: %1.', project.title);
  }
  return name && trans.__('There is a folder %1 already.', name);
}

function requirement(
  trans: TranslationBundle,
  { package: name, version, newest }: Values
): string | undefined {
  if (!name || !version) {
    return name && trans.__('There is no package %1.', name);
  }
  return newest
    ? trans.__('%1 has no version %2. The newest is %3.', name, version, newest)
    : trans.__('%1 has no version %2.', name, version);
}

function serverExited(
  trans: TranslationBundle,
  { exitCode, module: missing }: Values
): string | undefined {
  if (!exitCode) {
    return undefined;
  }
  return missing
    ? trans.__(
        'JupyterLab stopped with exit code %1: no module named “%2”.',
        exitCode,
        missing
      )
    : trans.__('JupyterLab stopped with exit code %1.', exitCode);
}
