import { nullTranslator } from '@jupyterlab/translation';
import type {
  ErrorCode,
  Failure
} from 'jupyterlab-projects-companion/contract';
// The test reads the list of all codes, so that each must have a sentence.
// eslint-disable-next-line no-restricted-imports
import { ErrorCode as Codes } from '../../companion/src/contract/contract.ts';
import { CompanionError, localProblem } from '../projects/errors.ts';
import { errorSentence, failurePlace, failureSentence } from './sentences.ts';

const trans = nullTranslator.load('jupyterlab-projects');

const failure = (code: string, more: Partial<Failure> = {}): Failure => ({
  ...localProblem(code as ErrorCode, 0, `Detail of ${code}.`),
  ...more
});

const say = (code: string, values = {}, more: Partial<Failure> = {}): string =>
  failureSentence(failure(code, { values, ...more }), trans);

describe('a failure', () => {
  it.each(Codes.options)('%s has a sentence, also without values', code => {
    expect(say(code)).toMatch(/^\S.*[.?]|owner\/repo$/);
    expect(say(code)).not.toMatch(/undefined|%\d/);
  });

  it('of a code that is not known yet is told by its detail', () => {
    expect(say('coffee')).toBe('Detail of coffee.');
    expect(say('coffee', {}, { detail: '' })).toBe('This did not work.');
  });

  it.each([
    [
      'requirement-not-found',
      { package: 'numpy', version: '9.9', newest: '2.3.4' },
      'numpy has no version 9.9. The newest is 2.3.4.'
    ],
    [
      'requirement-not-found',
      { package: 'numpy', version: '9.9' },
      'numpy has no version 9.9.'
    ],
    [
      'requirement-not-found',
      { package: 'nunpy' },
      'There is no package nunpy.'
    ],
    [
      'image-unavailable',
      { image: 'registry.test/ocean:1', reason: 'missing' },
      'The software could not be pulled: registry.test/ocean:1 does not exist.'
    ],
    [
      'too-late-to-cancel',
      { what: 'build' },
      'Too late to cancel; the build has ended.'
    ],
    [
      'volume-unavailable',
      { reason: 'deleting' },
      'Your volume is being deleted. Ask the administrator.'
    ],
    [
      'unsupported-environment',
      { reason: 'no-jupyter' },
      'The software has no Jupyter. Add jupyterlab to its requirements, then rebuild.'
    ],
    [
      'unsupported-environment',
      {
        file: 'requirements.txt',
        reason: 'size',
        bytes: '52000000',
        limit: '1000000'
      },
      'requirements.txt has 52 MB. At most 1 MB of such a file are read.'
    ],
    [
      'unsupported-environment',
      { file: 'postBuild', reason: 'outside' },
      'postBuild is not a file of the repository.'
    ],
    [
      'unavailable',
      { part: 'cluster' },
      'The cluster does not answer. What runs goes on.'
    ],
    ['disk-full', {}, 'The disk is full.'],
    [
      'disk-full',
      { free: '4096', needed: '1000000' },
      '4 kB is free; this needs about 1 MB.'
    ],
    ['no-room', { reason: 'quota' }, 'Your quota on this cluster is used up.'],
    [
      'no-room',
      { reason: '0/3 nodes are available: 3 Insufficient memory.' },
      'No machine has room for it: 0/3 nodes are available: 3 Insufficient memory.'
    ],
    [
      'refused',
      { reason: 'other', said: 'no PriorityClass with name gold was found.' },
      'The cluster refuses it: no PriorityClass with name gold was found. Ask the administrator.'
    ],
    [
      'refused',
      { reason: 'limits', said: 'maximum memory usage is 1Gi.' },
      'The cluster refuses it: maximum memory usage is 1Gi. Choose other resources, or ask the administrator.'
    ],
    [
      'refused',
      { reason: 'webhook', said: 'failed calling webhook "w".' },
      'The cluster refuses it: failed calling webhook "w". Try again, and tell the administrator if it stays so.'
    ],
    [
      'refused',
      { reason: 'machine', said: 'no runtime for "x" is configured.' },
      'The machine cannot start it: no runtime for "x" is configured. Ask the administrator.'
    ],
    [
      'refused',
      { reason: 'added', container: 'mesh', exitCode: '3' },
      'The container mesh, which is added on this cluster, stopped with exit code 3. Ask the administrator.'
    ],
    ['build-failed', { exitCode: '1' }, 'The build stopped with exit code 1.'],
    [
      'build-failed',
      { exitCode: '128', git: 'bad object' },
      'git stopped: bad object'
    ],
    [
      'source-not-found',
      { repository: 'owner/repoo', provider: 'gh', host: 'github.com' },
      'GitHub has no public repository owner/repoo. Check the spelling.'
    ],
    [
      'ref-not-found',
      { repository: 'owner/repo', ref: 'v9' },
      'owner/repo has no branch, tag or commit “v9”.'
    ],
    [
      'source-empty',
      { repository: 'owner/repo' },
      'owner/repo has no files yet.'
    ],
    [
      'invalid-request',
      { reason: 'credentials' },
      'Remove the password from the link. It is not sent.'
    ],
    [
      'source-not-allowed',
      { reason: 'doi' },
      'This machine builds git repositories. A DOI needs a site with BinderHub.'
    ],
    [
      'server-exited',
      { exitCode: '1', module: 'notebook_shim' },
      'JupyterLab stopped with exit code 1: no module named “notebook_shim”.'
    ],
    [
      'server-exited',
      { part: 'files' },
      'The software’s files could not be copied.'
    ]
  ])('%s with %j is said so', (code, values, sentence) => {
    expect(say(code, values)).toBe(sentence);
  });

  it('of a project that is there names it, and of a folder the folder', () => {
    expect(say('project-exists', { title: 'Ocean heat' })).toBe(
      'You have this already: Ocean heat.'
    );
    expect(say('project-exists', { name: 'ocean' }, { field: 'name' })).toBe(
      'There is a folder ocean already.'
    );
  });

  it('says when it may be tried again', () => {
    expect(say('rate-limited', {}, { retryAfter: 42 })).toBe(
      'This was too often. Try again in 42 seconds.'
    );
    expect(say('rate-limited', {}, { retryAfter: 3000 })).toBe(
      'This was too often. Try again in 50 minutes.'
    );
  });

  it('has no character that cannot be seen', () => {
    expect(say('requirement-not-found', { package: 'nu\u202Empy' })).toBe(
      'There is no package nu\\u{202E}mpy.'
    );
  });

  it('says where it is, as far as that is known', () => {
    const file = 'requirements.txt';
    expect(failurePlace(failure('network', { file, line: 3 }), trans)).toBe(
      'requirements.txt, line 3'
    );
    expect(failurePlace(failure('network', { file }), trans)).toBe(file);
    expect(failurePlace(failure('network'), trans)).toBeUndefined();
  });
});

it('what is not of the companion shows nothing of the inside', () => {
  expect(errorSentence(new TypeError('x is not a function'), trans)).toBe(
    'This did not work.'
  );
  const error = new CompanionError(localProblem('unavailable', 0, 'x'));
  expect(errorSentence(error, trans)).toBe('Projects is offline.');
});
