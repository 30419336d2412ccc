import type { IncomingMessage, ServerResponse } from 'node:http';
import { Failed, toProblem } from '../base/errors.ts';

/** The gateway's own answers: a few plain pages, and problems for scripts. */

interface Page {
  readonly title: string;
  readonly sentence: string;
  readonly link?: { readonly href: string; readonly text: string };
  /** True to offer a field for the token. */
  readonly askToken?: boolean;
  /** Seconds after which the browser asks once more by itself. */
  readonly again?: number | undefined;
}

const POLICY =
  "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
const STYLE = `
  :root { color-scheme: light dark; --accent: light-dark(#1976d2, #42a5f5); }
  * { box-sizing: border-box; }
  body { margin: 0; font: 14px/1.5 system-ui, sans-serif; background: light-dark(#fff, #212121); color: light-dark(#212121, #e0e0e0); }
  header { display: flex; gap: 10px; align-items: center; min-height: 48px; padding: 0 32px; border-bottom: 1px solid light-dark(#e0e0e0, #424242); font-size: 15px; font-weight: 600; }
  header svg { width: 22px; fill: var(--accent); }
  main { max-width: 560px; margin: 12vh auto; padding: 0 16px; }
  h1 { margin: 0; font-size: 17px; }
  form { display: flex; flex-wrap: wrap; gap: 8px; }
  label { flex: 1 0 100%; font-size: 12px; font-weight: 600; }
  input { flex: 1 1 200px; min-width: 0; }
  input, button { min-height: 36px; padding: 0 12px; border: 1px solid light-dark(#757575, #9e9e9e); border-radius: 2px; background: none; color: inherit; font: inherit; }
  button { border-color: #1976d2; background: #1976d2; color: #fff; }
  :focus-visible { outline: 2px solid var(--accent); outline-offset: 1px; }
  a { color: light-dark(#1565c0, #64b5f6); }`;
const MARK =
  '<svg viewBox="0 0 24 24" aria-hidden="true"><path d="M12 3 1.5 8.6 12 14.2l10.5-5.6zM4.6 12.2l-3.1 1.7L12 19.5l10.5-5.6-3.1-1.7-7.4 4z"/></svg>';

/** Tell people who are not signed in how to sign in. */
export function askToSignIn(req: IncomingMessage, res: ServerResponse): void {
  refuse(req, res, new Failed('unauthenticated', SIGN_IN), {
    title: 'Not signed in',
    sentence: SIGN_IN,
    askToken: true,
    // Browsers hold the cookie back when another site linked here. A reload by
    // this page sends it, and does not count as coming from another site.
    again:
      req.method === 'GET' && req.headers['sec-fetch-site'] === 'cross-site'
        ? 0
        : undefined
  });
}

const SIGN_IN =
  'Open the address with the token that was printed when the Projects service started, or paste the token here.';

export function refuseToken(req: IncomingMessage, res: ServerResponse): void {
  const sentence =
    'This token is not valid: use the one that was printed when the Projects service last started.';
  refuse(req, res, new Failed('forbidden', sentence), {
    title: 'Token not valid',
    sentence,
    askToken: true
  });
}

export function forbid(
  req: IncomingMessage,
  res: ServerResponse,
  { base, sentence }: { base: string; sentence: string }
): void {
  refuse(req, res, new Failed('forbidden', sentence), {
    title: 'Not allowed',
    sentence,
    link: { href: base, text: 'All projects' }
  });
}

/** The name in the address is not ours, though the connection came to us. */
export const WRONG_HOST =
  'The Projects service does not answer under this name: use the address that it printed.';

export function notFound(
  req: IncomingMessage,
  res: ServerResponse,
  base: string
): void {
  const sentence = 'There is nothing at this address.';
  refuse(req, res, new Failed('not-found', sentence), {
    title: 'Not found',
    sentence,
    link: { href: base, text: 'All projects' }
  });
}

/**
 * A server that does not run is 503, known or not: JupyterLab takes 503 for a
 * lost connection and asks again, but 404 for a file or kernel that is gone.
 */
export function notRunning(
  req: IncomingMessage,
  res: ServerResponse,
  { base, slug }: { base: string; slug: string }
): void {
  const failed = new Failed('unavailable', 'This project is not running.', {
    retryAfter: 2
  });
  refuse(req, res, failed, {
    title: 'This project is not running',
    sentence: 'Its server was stopped, or has moved to other software.',
    link: { href: `${base}open/${encodeURIComponent(slug)}`, text: 'Open it' }
  });
}

/** Answer while the companion restarts or is out of reach; it will be back. */
export function away(req: IncomingMessage, res: ServerResponse): void {
  const sentence =
    'The service is restarting. Servers that run go on; this page tries again by itself.';
  const failed = new Failed('unavailable', sentence, { retryAfter: 2 });
  refuse(req, res, failed, {
    title: 'Just a moment',
    sentence,
    again: req.method === 'GET' ? 2 : undefined
  });
}

/** Send a page to people who visit the address, a problem to all others. */
function refuse(
  req: IncomingMessage,
  res: ServerResponse,
  failed: Failed,
  page: Page
): void {
  const html = req.headers['sec-fetch-mode'] === 'navigate' || wantsHtml(req);
  const body = html ? htmlOf(page) : JSON.stringify(toProblem(failed));
  const { retryAfter } = failed.options;
  res.writeHead(failed.status, {
    'content-type': html
      ? 'text/html; charset=utf-8'
      : 'application/problem+json',
    'content-length': Buffer.byteLength(body),
    'content-security-policy': POLICY,
    'cache-control': 'no-store',
    'referrer-policy': 'no-referrer',
    ...(retryAfter === undefined ? {} : { 'retry-after': String(retryAfter) })
  });
  res.end(req.method === 'HEAD' ? undefined : body);
}

function wantsHtml(req: IncomingMessage): boolean {
  return /\btext\/html\b/.test(req.headers.accept ?? '');
}

function htmlOf({ title, sentence, link, askToken, again }: Page): string {
  const form = `<form><label for="token">Token</label><input id="token" name="token" type="password" autocomplete="off" required autofocus><button>Open</button></form>`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
${again === undefined ? '' : `<meta http-equiv="refresh" content="${String(again)}">`}
<title>${escape(title)}</title>
<style>${STYLE}</style>
</head>
<body>
<header>${MARK}Projects</header>
<main>
<h1>${escape(title)}</h1>
<p>${escape(sentence)}</p>
${link ? `<p><a href="${escape(link.href)}">${escape(link.text)}</a></p>` : ''}
${askToken ? form : ''}
</main>
</body>
</html>
`;
}

function escape(text: string): string {
  return text.replace(/[&<>"']/g, c => `&#${String(c.charCodeAt(0))};`);
}
