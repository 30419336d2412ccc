import { Failed } from '../base/errors.ts';

/** The parts of an image's name: `host:port/path:tag@sha256:...`. */
export interface ImageReference {
  /** Host and maybe port; none when the name begins with its path. */
  readonly registry?: string;
  readonly repository: string;
  readonly tag?: string;
  readonly digest?: string;
}

const REGISTRY =
  /^(?:[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?|\[[0-9a-f:]+\])(?::\d{1,5})?$/i;
const REPOSITORY =
  /^[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*(?:\/[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*)*$/;
const TAG = /^\w[\w.-]{0,127}$/;
const DIGEST = /^sha256:[0-9a-f]{64}$/;

/**
 * Take the name of an image apart. The part before the first slash is a
 * registry when it has a dot or a colon or is `localhost`, as Docker decides; a
 * colon before the last slash is a port's, never a tag's.
 */
export function parseReference(text: string): ImageReference {
  const [name, digest] = halves(text, text.indexOf('@'));
  const colon = name.lastIndexOf(':');
  const [path, tag] = halves(name, colon > name.lastIndexOf('/') ? colon : -1);
  const [first = '', ...rest] = path.split('/');
  const hosted = rest.length > 0 && /[.:]|^localhost$/.test(first);
  const reference = {
    ...(hosted ? { registry: first } : {}),
    repository: hosted ? rest.join('/') : path,
    ...(tag === undefined ? {} : { tag }),
    ...(digest === undefined ? {} : { digest })
  };
  if (!isReference(reference)) {
    throw new Failed('invalid-request', `This is not the name of an image.`, {
      values: { image: text }
    });
  }
  return reference;
}

/** Split a text at a sign; without one, there is only the first half. */
function halves(text: string, at: number): [string, string?] {
  return at < 0 ? [text] : [text.slice(0, at), text.slice(at + 1)];
}

export function formatReference(reference: ImageReference): string {
  const { registry, repository, tag, digest } = reference;
  return [
    registry === undefined ? '' : `${registry}/`,
    repository,
    tag === undefined ? '' : `:${tag}`,
    digest === undefined ? '' : `@${digest}`
  ].join('');
}

/** Name the same image by its content: a tag may move, a digest cannot. */
export function byDigest(
  { registry, repository }: ImageReference,
  digest: string
): ImageReference {
  return {
    ...(registry === undefined ? {} : { registry }),
    repository,
    digest
  };
}

export function isDigest(text: string): boolean {
  return DIGEST.test(text);
}

function isReference(reference: ImageReference): boolean {
  const { registry, repository, tag, digest } = reference;
  return (
    (registry === undefined || REGISTRY.test(registry)) &&
    repository.length <= 255 &&
    REPOSITORY.test(repository) &&
    (tag === undefined || TAG.test(tag)) &&
    (digest === undefined || isDigest(digest))
  );
}
