import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { Failed } from '../base/errors.ts';
import { mayCarryToken, securePage } from '../gateway/guard.ts';
import { isOwn } from '../identity/sign-in.ts';
import { askToSignIn, notFound, refuseToken } from '../gateway/pages.ts';
import { newRouter } from '../api/router.ts';
import type { RouterContext } from '@koa/router';
import type { HomeToken, Identity, PageSignIn } from '../identity/identity.ts';
import type { Project } from '../contract/contract.ts';

export interface HomePageDeps {
  readonly signIn: PageSignIn;
  readonly auth: Pick<Identity, 'homeToken' | 'signOut'>;
  /** The project of a slug, for links to projects. */
  readonly bySlug: (user: string, slug: string) => Promise<Project | undefined>;
  /** The folder of the page's script and style. */
  readonly bundle: string;
  /** The path below which all of it is. */
  readonly base: string;
}

/** Allows only the bundle's parts; no script's request takes a token away. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "font-src 'self' data:",
  "connect-src 'self'",
  "form-action 'self'",
  "base-uri 'none'"
].join('; ');

const TYPES: Readonly<Record<string, string>> = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.map': 'application/json',
  '.svg': 'image/svg+xml',
  '.woff': 'font/woff',
  '.woff2': 'font/woff2',
  '.txt': 'text/plain; charset=utf-8'
};

/** The panel without a Lab: for the first start, and for links to projects. */
export class HomePage {
  readonly #deps: HomePageDeps;

  constructor(deps: HomePageDeps) {
    this.#deps = deps;
  }

  routes() {
    const router = newRouter();
    router.get('/', ctx => this.#page(ctx));
    router.get('/open/:slug', ctx => this.#page(ctx, ctx.params.slug));
    router.post('/sign-out', ctx => this.#signOut(ctx));
    router.get('/:file', (ctx, next) => {
      const { file = '' } = ctx.params;
      return /^home[\w.-]*$/.test(file) ? this.#file(ctx, file) : next();
    });
    return router.routes();
  }

  /** Serve the page and change nothing: its script does what the link means. */
  async #page(ctx: RouterContext, open?: string): Promise<void> {
    const { signIn, auth, bySlug } = this.#deps;
    const exchange = await signIn.exchange(ctx.req, ctx.res, { ours: true });
    if (exchange !== 'passed') {
      ctx.respond = false;
      if (exchange === 'refused') {
        refuseToken(ctx.req, ctx.res);
      }
      return;
    }
    const visitor = await signIn.visitor(ctx.req);
    const page = mayCarryToken(ctx.headers);
    if (!page || !visitor || !isOwn(visitor.principal)) {
      this.#withoutToken(ctx, page, open);
      return;
    }
    const { user } = visitor.principal;
    if (open !== undefined) {
      const project = await bySlug(user, open);
      if (!project) {
        ctx.respond = false;
        notFound(ctx.req, ctx.res, this.#deps.base);
        return;
      }
      if (project.active && project.url !== undefined) {
        ctx.redirect(project.url);
        return;
      }
    }
    const home = await auth.homeToken(user, signIn.sessions(ctx.req));
    this.#html(ctx, { home, open });
  }

  /** Sign out by the page's token, which another site does not have. */
  async #signOut(ctx: RouterContext): Promise<void> {
    const { auth, signIn } = this.#deps;
    if (!(await auth.signOut(ctx.get('authorization')))) {
      throw new Failed('unauthenticated', 'You are not signed in here.');
    }
    ctx.set('Set-Cookie', signIn.ended());
    ctx.status = 204;
  }

  #withoutToken(ctx: RouterContext, page: boolean, open?: string): void {
    if (page) {
      ctx.respond = false;
      askToSignIn(ctx.req, ctx.res);
    } else {
      this.#html(ctx, { open });
    }
  }

  #html(
    ctx: RouterContext,
    { home, open }: { home?: HomeToken; open?: string | undefined }
  ): void {
    const { base } = this.#deps;
    const config = {
      baseUrl: base,
      projectsCompanionUrl: base,
      ...(home ? { token: home.token } : {}),
      ...(home?.endsSession ? { projectsSignOut: 'true' } : {}),
      ...(open === undefined ? {} : { projectsOpen: open })
    };
    ctx.set('Content-Security-Policy', POLICY);
    ctx.append('Set-Cookie', this.#deps.signIn.endings(ctx.req));
    securePage(ctx.res);
    ctx.type = 'text/html; charset=utf-8';
    ctx.body = htmlOf(config, base);
  }

  async #file(ctx: RouterContext, file: string): Promise<void> {
    const path = join(this.#deps.bundle, file);
    const type = TYPES[extname(file)];
    const info = await stat(path).catch(() => undefined);
    if (type === undefined || !info?.isFile()) {
      throw new Failed('not-found', 'The home page has no such file.');
    }
    ctx.set('Cache-Control', 'no-cache');
    ctx.etag = `${String(info.size)}-${String(info.mtimeMs)}`;
    ctx.status = 200;
    if (ctx.fresh) {
      ctx.status = 304;
      return;
    }
    ctx.type = type;
    ctx.length = info.size;
    ctx.body = createReadStream(path);
  }
}

function htmlOf(config: object, base: string): string {
  // No text in the JSON may end the script element.
  const json = JSON.stringify(config).replaceAll('<', '\\u003c');
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Projects</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="${base}home.css">
<script id="jupyter-config-data" type="application/json">${json}</script>
<script src="${base}home.js" defer></script>
</head>
<body>
<noscript>This page needs JavaScript.</noscript>
</body>
</html>
`;
}
