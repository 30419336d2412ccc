import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';

/** As webpack (20 digits) and Rspack (16) name what an extension is built to. */
const NAMED =
  /^lab\/extensions\/[^?]+\/static\/[^?]*\.[0-9a-f]{16,64}\.\w+(?:\?|$)/;

/**
 * Lets the browser keep the files of Lab's extensions that are named after their
 * content. Jupyter has them asked for again with every page, in rounds that Lab's
 * start waits for; its own files it lets the browser keep.
 */
export function kept(
  rest: string,
  { headers, statusCode }: Pick<IncomingMessage, 'headers' | 'statusCode'>
): IncomingHttpHeaders {
  const sound = statusCode === 200 || statusCode === 304;
  return sound && headers['cache-control'] === 'no-cache' && NAMED.test(rest)
    ? // No proxy keeps them: they are the user's.
      { ...headers, 'cache-control': 'private, max-age=31536000, immutable' }
    : headers;
}
