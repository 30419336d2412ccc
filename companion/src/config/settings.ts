import { z } from 'zod';

/** As a number in the file, as digits elsewhere. */
const Count = (least: number) =>
  z
    .union(
      [
        z.number(),
        z
          .string()
          .regex(/^-?\d+$/)
          .transform(Number)
      ],
      'must be a number'
    )
    .pipe(
      z
        .number()
        .int('must be a whole number')
        .min(least, `must be at least ${String(least)}`)
    );
const Milliseconds = Count(0);
const Text = z.string('must be text').min(1, 'must not be empty');
const YesNo = z.union(
  [z.boolean(), z.enum(['true', 'false']).transform(text => text === 'true')],
  'must be true or false'
);
const Url = z.url({
  protocol: /^https?$/,
  error: 'must be an http or https address'
});

/** Tells of a name that is planned, not only of one that is wrong. */
const only = (name: string, later: readonly string[], what: string) =>
  z.string('must be text').superRefine((given, context) => {
    if (given !== name) {
      context.addIssue({
        code: 'custom',
        message: later.includes(given)
          ? `"${given}" is not in this version: the only ${what} is "${name}"`
          : `"${given}" is unknown: the only ${what} is "${name}"`
      });
    }
  });

const Local = z.strictObject({
  /** Added to the command line of every `jupyter lab`. */
  serverArgs: z.array(z.string()).default([]),
  /** Folders of labextensions that every `jupyter lab` gets. */
  labextensions: z.array(z.string()).default([])
});

const Uv = z.strictObject({
  /** By default the one that `npm start` installed, or that of the path. */
  path: Text.optional(),
  /** Whether uv may download a Python that is missing. */
  pythonDownloads: YesNo.default(false),
  /** The Python of environments whose repository asks for none. */
  python: Text.optional()
});

const Times = z.strictObject({
  startTimeoutMs: Milliseconds.default(300_000),
  savedDeadlineMs: Milliseconds.default(10_000),
  stopGraceMs: Milliseconds.default(5_000),
  arriveDeadlineMs: Milliseconds.default(60_000),
  /** For a page whose event socket closed to come back. */
  absentMs: Milliseconds.default(2_000),
  /** For a server to end by itself before it is killed. */
  serverStopMs: Milliseconds.default(10_000),
  /** For a git server to answer. */
  sourceMs: Milliseconds.default(30_000)
});

/** The configuration file; the environment and the flags name the same. */
export const Settings = z.strictObject({
  host: Text.default('127.0.0.1'),
  port: Count(0)
    .refine(port => port <= 65535, 'must be at most 65535')
    .optional(),
  /** Further exact `Host`s under which the companion is reached. */
  hosts: z.array(Text).default([]),
  data: Text.optional(),
  token: z
    .string('must be text')
    .regex(/^[\w.~-]{8,}$/, 'must have at least 8 letters, digits or . _ ~ -')
    .optional(),
  user: z
    .string('must be text')
    .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'must be lower-case letters and digits')
    .optional(),
  open: YesNo.optional(),
  driver: only('local', ['kubernetes', 'jupyterhub'], 'driver').default(
    'local'
  ),
  builder: only('uv', ['binderhub'], 'builder').default('uv'),
  allowSource: z.array(Text).default([]),
  limit: Count(1).nullable().default(null),
  keepWarm: Count(0).default(1),
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
  uv: Uv.prefault({}),
  times: Times.prefault({}),
  /** Where the built labextension and home page are, if not beside us. */
  labextension: Text.optional(),
  home: Text.optional()
});
export type Settings = z.infer<typeof Settings>;
