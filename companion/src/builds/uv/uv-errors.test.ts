import { uvFailure } from './uv-errors.ts';

/** The failure for output recorded from uv; only names of hosts are not. */
const failureOf = (...tail: string[]) =>
  uvFailure({ exitCode: 1, stdout: '', tail }, [
    { name: 'six', specifier: '==99.0', line: 3, file: 'requirements.txt' },
    { name: 'requests', specifier: '', line: 4, file: 'requirements.txt' },
    { name: 'urllib3', specifier: '', line: 5, file: 'requirements.txt' }
  ]);

const NO_SOLUTION = 'error: No solution found when resolving dependencies';

test('a version that does not exist is named with its line', () => {
  expect(
    failureOf(
      NO_SOLUTION,
      '  cause: Because there is no version of six==99.0 and you require six==99.0, we can conclude that your requirements are unsatisfiable.'
    )
  ).toMatchObject({
    code: 'requirement-not-found',
    message: 'six has no version 99.0.',
    options: {
      file: 'requirements.txt',
      line: 3,
      values: { package: 'six', version: '99.0' }
    }
  });
});

test('a range without a version is named with the newest there is', () => {
  expect(
    failureOf(
      NO_SOLUTION,
      '  cause: Because only six<=1.17.0 is available and you require six>=99, we can conclude that your requirements are unsatisfiable.'
    )
  ).toMatchObject({
    message: 'six has no version >=99. The newest is 1.17.0.',
    options: { values: { version: '>=99', newest: '1.17.0' } }
  });
});

test('an unknown package has no version to name', () => {
  const failure = failureOf(
    NO_SOLUTION,
    '  cause: Because no-such.package was not found in the package registry and you require no-such.package, we can conclude that your requirements are unsatisfiable.'
  );

  expect(failure.message).toBe('There is no package no-such.package.');
  expect(failure.options.values).toEqual({ package: 'no-such.package' });
  expect(failure.options.file).toBeUndefined();
});

test('two requirements that exclude each other are both named', () => {
  expect(
    failureOf(
      NO_SOLUTION,
      '  cause: Because requests==2.32.0 depends on urllib3>=1.21.1,<3 and you require requests==2.32.0, we can conclude that you require urllib3>=1.21.1,<3.',
      '         And because you require urllib3<1.20, we can conclude that your requirements are unsatisfiable.'
    )
  ).toMatchObject({
    code: 'requirements-conflict',
    options: { line: 4, values: { packages: 'requests, urllib3' } }
  });
});

test('a missing version of what others require is a conflict', () => {
  expect(
    failureOf(
      NO_SOLUTION,
      '  cause: Because there is no version of deep==9 and requests==2 depends on deep==9, we can conclude that requests==2 cannot be used.'
    ).code
  ).toBe('requirements-conflict');
});

test('a Python that is too old for a package is named', () => {
  expect(
    failureOf(
      NO_SOLUTION,
      '  cause: Because the requested Python version (>=3.10) does not satisfy Python>=3.11 and six==9.5.0 depends on Python>=3.11, we can conclude that six==9.5.0 cannot be used.'
    )
  ).toMatchObject({
    code: 'requirements-conflict',
    options: { values: { packages: 'six', python: '>=3.11' } }
  });
});

test.each([
  ['network', 'cause: error sending request for url (https://index.test/six/)'],
  ['network', 'cause: dns error: failed to lookup address information'],
  ['network', 'cause: HTTP status server error (503 Service Unavailable)'],
  ['disk-full', 'cause: failed to copy: No space left on device (os error 28)'],
  ['build-failed', 'error: The build backend returned an error']
])('%s: %s', (code, line) => {
  expect(failureOf('error: failed', line).code).toBe(code);
});

test('an unknown cause tells the exit code and the last lines', () => {
  expect(failureOf('one', 'two').options).toMatchObject({
    values: { exitCode: '1' },
    logTail: ['one', 'two']
  });
});
