import { Format } from './format.ts';
import { imageLacks } from './place-sentences.ts';
import type { Sentence } from './sentence.ts';

/**
 * Sentences by the `reason` why the builder cannot make an environment.
 */
const UNSUPPORTED: Partial<Record<string, Sentence>> = {
  python: (trans, { file, python }) =>
    file && python
      ? trans.__(
          '%1 asks for Python %2, which is not installed on this machine.',
          file,
          python
        )
      : undefined,
  jupyterlab: (trans, { version }) =>
    version === undefined
      ? undefined
      : trans.__(
          'This repository asks for jupyterlab%1. Projects open in JupyterLab 4: change or remove that line.',
          version
        ),
  runtime: (trans, { file, python }) =>
    file && python
      ? trans.__('%1 asks for %2, which is no version of Python.', file, python)
      : undefined,
  size: (trans, { file, bytes, limit }) => {
    const format = new Format(trans);
    return file && bytes && limit
      ? trans.__(
          '%1 has %2. At most %3 of such a file are read.',
          file,
          format.size(Number(bytes)),
          format.size(Number(limit))
        )
      : undefined;
  },
  outside: (trans, { file }) =>
    file && trans.__('%1 is not a file of the repository.', file)
};

/**
 * An environment that the builder cannot make.
 */
export const unsupportedEnvironment: Sentence = (trans, values, failure) =>
  UNSUPPORTED[values.reason ?? '']?.(trans, values, failure) ??
  imageLacks(trans, values, failure);

/**
 * A package, or a version of it, that the index does not have.
 */
export const requirementNotFound: Sentence = (trans, values) => {
  const { package: name, version, newest } = values;
  if (!name || !version) {
    return name && trans.__('There is no package %1.', name);
  }
  return newest
    ? trans.__('%1 has no version %2. The newest is %3.', name, version, newest)
    : trans.__('%1 has no version %2.', name, version);
};

/**
 * A server that ended while it started; a kernel's failure shows `detail`.
 */
export const serverExited: Sentence = (trans, values) => {
  const { part = 'server', exitCode, module: missing, reason } = values;
  if (part === 'files') {
    return trans.__('The software’s files could not be copied.');
  }
  if (part !== 'server' || !exitCode) {
    return undefined;
  }
  if (missing) {
    return trans.__(
      'JupyterLab stopped with exit code %1: no module named “%2”.',
      exitCode,
      missing
    );
  }
  return reason
    ? trans.__('JupyterLab stopped with exit code %1: %2.', exitCode, reason)
    : trans.__('JupyterLab stopped with exit code %1.', exitCode);
};

/**
 * A server that did not become ready in time.
 */
export const serverTimeout: Sentence = (trans, { seconds, part }) => {
  if (part === 'kernel') {
    return trans.__('JupyterLab runs, but its kernel did not answer in time.');
  }
  return seconds
    ? trans._n(
        'It did not answer within %1 second.',
        'It did not answer within %1 seconds.',
        Number(seconds)
      )
    : undefined;
};
