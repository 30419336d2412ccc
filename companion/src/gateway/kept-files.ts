import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';

/** Names that webpack (20 digits) and Rspack (16) give to built files. */
const NAMED =
  /^lab\/extensions\/[^?]+\/static\/[^?]*\.[0-9a-f]{16,64}\.\w+(?:\?|$)/;

/**
 * Lets the browser keep the files of Lab's extensions that are named after their
 * content. Jupyter makes browsers ask for them again with every page, in rounds
 * that Lab's start waits for; its own files Jupyter lets them keep.
 */
export function kept(
  rest: string,
  { headers, statusCode }: Pick<IncomingMessage, 'headers' | 'statusCode'>
): IncomingHttpHeaders {
  const sound = statusCode === 200 || statusCode === 304;
  return sound && headers['cache-control'] === 'no-cache' && NAMED.test(rest)
    ? // Private: they are the user's, so that no proxy may keep them.
      { ...headers, 'cache-control': 'private, max-age=31536000, immutable' }
    : headers;
}
