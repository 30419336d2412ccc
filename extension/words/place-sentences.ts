import { Format } from './format.ts';
import type { Sentence } from './sentence.ts';

type Sentences = Readonly<Record<string, Sentence>>;

const IMAGES: Sentences = {
  'not-pushed': trans =>
    trans.__(
      'BinderHub says that the software is ready, but the registry does not have it. Tell your administrator.'
    ),
  name: (trans, { image = '' }) =>
    trans.__('The software could not be pulled: %1 is no image.', image),
  missing: (trans, { image = '' }) =>
    trans.__('The software could not be pulled: %1 does not exist.', image),
  refused: (trans, { image = '' }) =>
    trans.__(
      'The software could not be pulled: %1 may not be pulled from here.',
      image
    ),
  network: (trans, { image = '' }) =>
    trans.__('The software could not be pulled: %1 cannot be reached.', image)
};

const VOLUMES: Sentences = {
  deleting: trans =>
    trans.__('Your volume is being deleted. Ask the administrator.'),
  missing: trans =>
    trans.__('Your volume is not there any more. Ask the administrator.'),
  taken: trans =>
    trans.__(
      'The volume of your name is somebody else’s. Ask the administrator.'
    ),
  unbound: trans =>
    trans.__('Your volume cannot be attached yet. Ask the administrator.'),
  unmounted: trans =>
    trans.__('Your volume cannot be mounted. Ask the administrator.')
};

const REFUSALS: Sentences = {
  limits: (trans, { said }) =>
    said &&
    trans.__(
      'The cluster refuses it: %1 Choose other resources, or ask the administrator.',
      said
    ),
  webhook: (trans, { said }) =>
    said &&
    trans.__(
      'The cluster refuses it: %1 Try again, and tell the administrator if it stays so.',
      said
    ),
  machine: (trans, { said }) =>
    said &&
    trans.__('The machine cannot start it: %1 Ask the administrator.', said),
  added: (trans, { container, exitCode }) =>
    container &&
    exitCode &&
    trans.__(
      'The container %1, which is added on this cluster, stopped with exit code %2. Ask the administrator.',
      container,
      exitCode
    )
};

const LACKS: Sentences = {
  'no-jupyter': trans =>
    trans.__(
      'The software has no Jupyter. Add jupyterlab to its requirements, then rebuild.'
    ),
  'no-jupyterlab': trans =>
    trans.__(
      'The software has no JupyterLab. Add jupyterlab to its requirements, then rebuild.'
    ),
  unreadable: trans =>
    trans.__('The software holds files that its user may not read.'),
  'entry-point': trans =>
    trans.__('The software cannot start: its entry point fails.')
};

const byReason =
  (sentences: Sentences): Sentence =>
  (trans, values, failure) =>
    sentences[values.reason ?? '']?.(trans, values, failure);

/**
 * An image that cannot be pulled, or is gone, where a server was to run it.
 */
export const imageUnavailable: Sentence = (trans, values, failure) => {
  const { image } = values;
  return (
    byReason(IMAGES)(trans, values, failure) ??
    (image
      ? trans.__(
          'The software %1 is not there any more. Build it again.',
          image
        )
      : trans.__('The software is not there any more. Build it again.'))
  );
};

/**
 * A refusal by the platform, in the platform's words.
 */
export const refusedSentence: Sentence = (trans, values, failure) =>
  byReason(REFUSALS)(trans, values, failure) ??
  (values.said &&
    trans.__('The cluster refuses it: %1 Ask the administrator.', values.said));

/**
 * A volume with less room than is needed; `free` and `needed` are bytes.
 */
export const diskFull: Sentence = (trans, { free, needed }) => {
  const size = (bytes: string): string => new Format(trans).size(Number(bytes));
  return free && needed
    ? trans.__('%1 is free; this needs about %2.', size(free), size(needed))
    : trans.__('The disk is full.');
};

/**
 * A volume that a server cannot use.
 */
export const volumeUnavailable = byReason(VOLUMES);

/**
 * An image that cannot run a server of ours, by the `reason`.
 */
export const imageLacks = byReason(LACKS);
