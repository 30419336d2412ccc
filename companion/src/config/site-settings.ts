import { z } from 'zod';
import { Count, Milliseconds, Text, Url } from './values.ts';

/** How people and other processes reach us. */

const Port = Count(0).refine(port => port <= 65535, 'must be at most 65535');

/** A secret: given here, or in a file that a cluster mounts. */
const Secret = {
  secret: z
    .string('must be text')
    .min(16, 'must have at least 16 characters')
    .optional(),
  secretFile: Text.optional()
};

/** The origin in the browser's address bar: `https://projects.example`. */
export const PublicOrigin = Url.refine(
  text => URL.canParse(text) && new URL(text).origin === text,
  'must be an origin such as https://projects.example, in lower case and without a path'
);

/** The path of our own pages and API, e.g. below a Hub's prefix. */
export const BasePath = z
  .string('must be text')
  .regex(
    /^\/(?:[\w.~-]+\/)+$/,
    'must begin and end with a slash, as /services/projects/ does'
  )
  .refine(
    path => !path.startsWith('/user/'),
    'must not be below /user/, where servers are'
  );

/** Headers that mean something else already. */
const TAKEN = new Set([
  'authorization',
  'connection',
  'content-length',
  'content-type',
  'cookie',
  'host',
  'origin',
  'transfer-encoding',
  'upgrade'
]);

const HeaderName = z
  .string('must be text')
  .regex(/^[\w-]+$/, 'must be the name of a header')
  .toLowerCase()
  .refine(name => !TAKEN.has(name), 'is a header with a meaning of its own');

/** A proxy before us that names the user, and proves itself by a secret. */
export const ProxyAuth = z.strictObject({
  header: HeaderName,
  secretHeader: HeaderName,
  /** Prefixes of its own cookies' names: they open the site, and no server. */
  cookies: z.array(Text).default(['_oauth2_proxy']),
  ...Secret
});

/** The port on which a gateway in its own process asks the companion. */
export const Internal = z.strictObject({
  host: Text.default('0.0.0.0'),
  /** Without it there is no such port. */
  port: Port.optional(),
  ...Secret
});

/** Settings of a gateway in its own process (`gateway-main.ts`). */
export const GatewaySettings = z.strictObject({
  /** The companion's main and internal ports. */
  companion: Url.optional(),
  internal: Url.optional(),
  /** The port for probes and metrics; never public. */
  operationsPort: Port.default(9090),
  /** How long an answer of the companion is used without asking again. */
  freshMs: Milliseconds.default(3_000),
  /** How long that answer counts while the companion is away. */
  graceMs: Milliseconds.default(600_000)
});
