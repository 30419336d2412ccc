import type { TranslationBundle } from '@jupyterlab/translation';
import type {
  ErrorCode,
  Failure,
  Problem
} from 'jupyterlab-projects-companion/contract';
import {
  requirementNotFound,
  serverExited,
  serverTimeout,
  unsupportedEnvironment
} from './environment-sentences.ts';
import {
  diskFull,
  imageUnavailable,
  refusedSentence,
  volumeUnavailable
} from './place-sentences.ts';
import { CompanionError } from '../projects/errors.ts';
import { Format } from './format.ts';
import { visible } from '../projects/visible.ts';
import type { Sentence } from './sentence.ts';
import {
  invalidRequest,
  projectExists,
  sourceNotAllowed,
  sourceNotFound
} from './source-sentences.ts';

/**
 * Return one translated sentence for a failure, or the companion's English
 * `detail` where this page does not know the code, or values are missing.
 */
export function failureSentence(
  failure: Failure | Problem,
  trans: TranslationBundle
): string {
  const table: Partial<Record<string, Sentence>> = SENTENCES;
  // An empty sentence, from an empty value, counts as none.
  const sentence = [
    table[failure.code]?.(trans, failure.values ?? {}, failure),
    failure.detail
  ].find(Boolean);
  // It may quote other people's names, with characters that nobody sees.
  return visible(sentence ?? trans.__('This did not work.'));
}

/**
 * Return the sentence for anything that was thrown.
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
 * Return the file, and the line, where something failed, if they are known.
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
  'invalid-request': invalidRequest,
  unauthenticated: trans => trans.__('Your session has ended.'),
  forbidden: trans => trans.__('This is not yours to change.'),
  'source-not-allowed': sourceNotAllowed,
  'not-found': trans => trans.__('This is not there any more.'),
  'project-exists': projectExists,
  'project-limit': (trans, { count, limit }) =>
    count &&
    limit &&
    trans.__(
      'You have %1 of %2 projects. Make room first; nothing was built.',
      count,
      limit
    ),
  'project-active': (trans, { reason }) =>
    reason === 'open'
      ? trans.__('It is open in another tab. Close that tab first.')
      : trans.__('You are working in this project.'),
  'project-busy': trans =>
    trans.__('Something else is being done with this project. Try again soon.'),
  'switch-in-progress': trans => trans.__('Another switch is under way.'),
  'too-late-to-cancel': (trans, { what }) =>
    what === 'build'
      ? trans.__('Too late to cancel; the build has ended.')
      : trans.__('Too late to cancel; switch back instead.'),
  'payload-too-large': (trans, { program }) =>
    program === 'git'
      ? trans.__(
          'This repository has more branches or files than can be looked at.'
        )
      : trans.__('This is too long.'),
  'source-not-found': sourceNotFound,
  'ref-not-found': (trans, { repository, ref }) =>
    repository && ref
      ? trans.__('%1 has no branch, tag or commit “%2”.', repository, ref)
      : ref && trans.__('There is no branch, tag or commit “%1”.', ref),
  'source-empty': (trans, { repository }) =>
    repository
      ? trans.__('%1 has no files yet.', repository)
      : trans.__('This repository has no files yet.'),
  'unsupported-environment': unsupportedEnvironment,
  'idempotency-conflict': trans =>
    trans.__('This was asked for before in another way. Try again.'),
  'rate-limited': (trans, _values, { retryAfter }) =>
    retryAfter === undefined
      ? trans.__('This was too often. Try again soon.')
      : trans.__(
          'This was too often. Try again in %1.',
          new Format(trans).spoken(retryAfter * 1000)
        ),
  internal: (trans, { part }) =>
    part === 'page'
      ? trans.__('This page failed. Reload it.')
      : trans.__('The projects service failed. Its log says why.'),
  unavailable: (trans, { part }) =>
    part === 'cluster'
      ? trans.__('The cluster does not answer. What runs goes on.')
      : trans.__('Projects is offline.'),
  'disk-full': diskFull,
  'build-failed': (trans, { exitCode, git }) =>
    git
      ? trans.__('git stopped: %1', git)
      : exitCode && trans.__('The build stopped with exit code %1.', exitCode),
  'requirement-not-found': requirementNotFound,
  'requirements-conflict': (trans, { packages }) =>
    packages && trans.__('These cannot be installed together: %1.', packages),
  'postbuild-failed': (trans, { exitCode }) =>
    exitCode && trans.__('postBuild stopped with exit code %1.', exitCode),
  network: (trans, { host }) =>
    host && trans.__('%1 could not be reached. Try again.', host),
  'image-unavailable': imageUnavailable,
  'server-exited': serverExited,
  'server-timeout': serverTimeout,
  'no-room': (trans, { reason }) =>
    reason === 'quota'
      ? trans.__('Your quota on this cluster is used up.')
      : reason
        ? trans.__('No machine has room for it: %1', reason)
        : trans.__('No machine has room for it.'),
  refused: refusedSentence,
  'volume-unavailable': volumeUnavailable,
  'folder-missing': (trans, { folder }) =>
    folder
      ? trans.__('The folder %1 is not there any more.', folder)
      : trans.__('The project’s folder is not there any more.'),
  interrupted: (trans, { reason }) =>
    reason
      ? trans.__('The cluster ended it: %1', reason)
      : trans.__('It was interrupted. Try again.')
};
