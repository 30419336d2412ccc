import { z } from 'zod';
import { BASE } from '../contract/contract.ts';
import { BinderHub, Registry } from './binderhub-settings.ts';
import { Kubernetes } from './kubernetes-settings.ts';
import {
  BasePath,
  GatewaySettings,
  Internal,
  ProxyAuth,
  PublicOrigin
} from './site-settings.ts';
import { Count, Milliseconds, oneOf, Text, Url, YesNo } from './values.ts';

const Local = z.strictObject({
  /** Added to the command line of every `jupyter lab`. */
  serverArgs: z.array(z.string()).default([]),
  /** Folders of labextensions that every `jupyter lab` gets. */
  labextensions: z.array(z.string()).default([])
});

const Uv = z.strictObject({
  /** The uv program; by default from `npm start`, or else from the `PATH`. */
  path: Text.optional(),
  /** True when uv may download a Python that is missing. */
  pythonDownloads: YesNo.default(false),
  /** The Python of environments whose repository asks for none. */
  python: Text.optional()
});

const Times = z.strictObject({
  startTimeoutMs: Milliseconds.default(300_000),
  savedDeadlineMs: Milliseconds.default(10_000),
  stopGraceMs: Milliseconds.default(5_000),
  arriveDeadlineMs: Milliseconds.default(60_000),
  /** The wait for a page whose event socket closed to come back. */
  absentMs: Milliseconds.default(2_000),
  /** The time for a server to end by itself before it is killed. */
  serverStopMs: Milliseconds.default(10_000),
  /** The longest wait for a git server's answer. */
  sourceMs: Milliseconds.default(30_000)
});

/** The configuration file; environment and flags set the same settings. */
export const Settings = z
  .strictObject({
    host: Text.default('127.0.0.1'),
    port: Count(0)
      .refine(port => port <= 65535, 'must be at most 65535')
      .optional(),
    /** Further exact `Host`s under which the companion is reached. */
    hosts: z.array(Text).default([]),
    /** The origin in browsers behind a proxy that ends TLS, instead of ours. */
    publicOrigin: PublicOrigin.optional(),
    /** Where our own pages and API are, with a slash at both ends. */
    basePath: BasePath.default(BASE),
    proxyAuth: ProxyAuth.optional(),
    internal: Internal.prefault({}),
    gateway: GatewaySettings.prefault({}),
    data: Text.optional(),
    token: z
      .string('must be text')
      .regex(/^[\w.~-]{8,}$/, 'must have at least 8 letters, digits or . _ ~ -')
      .optional(),
    user: z
      .string('must be text')
      .regex(
        /^[a-z0-9]+(-[a-z0-9]+)*$/,
        'must be lower-case letters and digits'
      )
      .optional(),
    open: YesNo.optional(),
    driver: oneOf(['local', 'kubernetes'], ['jupyterhub']).default('local'),
    builder: oneOf(['uv', 'binderhub'], []).default('uv'),
    allowSource: z.array(Text).default([]),
    limit: Count(1).nullable().default(null),
    keepWarm: Count(0).default(1),
    /** Days until a deleted folder is purged; `null`: never by itself. */
    trashDays: Count(1).nullable().default(30),
    buildsAtOnce: Count(1).default(2),
    logLevel: z
      .enum(
        ['debug', 'info', 'warn', 'error'],
        'must be debug, info, warn or error'
      )
      .default('warn'),
    sourceBase: Url.default('https://github.com'),
    example: Text.optional(),
    local: Local.prefault({}),
    kubernetes: Kubernetes.prefault({}),
    uv: Uv.prefault({}),
    binderhub: BinderHub.prefault({}),
    registry: Registry.prefault({}),
    times: Times.prefault({}),
    /** For tests: `before ready` ends the companion at that step of a switch. */
    crashAt: Text.optional(),
    /** Folders of the built labextension and home page, if not beside us. */
    labextension: Text.optional(),
    home: Text.optional()
  })
  .superRefine((settings, context) => {
    for (const [key, message] of contradictions(settings)) {
      context.addIssue({ code: 'custom', path: key.split('.'), message });
    }
  });
export type Settings = z.infer<typeof Settings>;

interface Together {
  readonly driver: string;
  readonly builder: string;
  readonly binderhub: z.infer<typeof BinderHub>;
  readonly registry: z.infer<typeof Registry>;
  readonly proxyAuth?: unknown;
}

/** List settings that are right by themselves, but not beside the others. */
function contradictions(settings: Together): [string, string][] {
  const { driver, builder, binderhub, registry, proxyAuth } = settings;
  const found: [string, string][] = [];
  if (driver === 'local' && proxyAuth !== undefined) {
    // Servers of this machine are one person's processes, on one volume.
    found.push([
      'proxyAuth',
      'must not be set with the driver "local", whose users would share all files'
    ]);
  }
  if (builder === 'binderhub' && driver === 'local') {
    found.push([
      'builder',
      'must be "uv" with the driver "local", which cannot start the images of "binderhub"'
    ]);
  } else if (builder === 'binderhub' && binderhub.url === undefined) {
    found.push(['binderhub.url', 'must be set for the builder "binderhub"']);
  }
  return [...found, ...ofRegistry(registry)];
}

function ofRegistry({
  url,
  host,
  username,
  password
}: Together['registry']): [string, string][] {
  const found: [string, string][] = [];
  if (url === undefined && (host ?? username ?? password) !== undefined) {
    found.push(['registry.url', 'must be set beside host, username, password']);
  }
  if ((username === undefined) !== (password === undefined)) {
    found.push([
      'registry.password',
      'must be set when username is, and only then'
    ]);
  }
  return found;
}
