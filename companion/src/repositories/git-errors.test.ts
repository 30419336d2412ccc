import { gitFailure } from './git-errors.ts';

test.each([
  ['fatal: could not read Username for https://git.test', 'source-not-found'],
  ["fatal: repository 'https://git.test/x/' not found", 'source-not-found'],
  ["fatal: '/x' does not appear to be a git repository", 'source-not-found'],
  [
    'error: Server does not allow request for unadvertised object 1',
    'ref-not-found'
  ],
  ['fatal: remote error: upload-pack: not our ref 1', 'ref-not-found'],
  ["fatal: couldn't find remote ref v1", 'ref-not-found'],
  ['fatal: unable to access: Could not resolve host: git.test', 'network'],
  ['fatal: the remote end hung up unexpectedly', 'network'],
  ['fatal: unable to access: The requested URL returned error: 503', 'network'],
  ['fatal: write error: No space left on device', 'disk-full'],
  [
    'fatal: dumb http transport does not support shallow capabilities',
    'ref-not-found'
  ]
])('%s is %s', (line, code) => {
  expect(gitFailure({ exitCode: 128, stdout: '', tail: [line] })).toMatchObject(
    { code, options: { values: { exitCode: '128' }, logTail: [line] } }
  );
});

test('what is not known is told in the words of git', () => {
  const tail = ['fatal: something new', 'a line of a proxy'];
  expect(gitFailure({ exitCode: 128, stdout: '', tail })).toMatchObject({
    code: 'build-failed',
    options: { values: { exitCode: '128', git: 'something new' } }
  });
});
