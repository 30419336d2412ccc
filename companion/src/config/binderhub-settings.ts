import { z } from 'zod';
import { Count, Milliseconds, Text, Url } from './values.ts';

/** The BinderHub that builds. */
export const BinderHub = z.strictObject({
  url: Url.optional(),
  /** The companion's token, with access to BinderHub's service. */
  token: Text.optional(),
  /** The longest wait for a connection, TLS included. */
  connectMs: Count(1).default(10_000),
  /** The longest silence; BinderHub sends something every 25 s. */
  idleMs: Count(1).default(75_000),
  /** The longest time of a whole build. */
  wallMs: Count(1).default(3_600_000),
  /** The longest wait for a BinderHub that went away. */
  retryMs: Milliseconds.default(600_000)
});

/** The registry that BinderHub pushes to. */
export const Registry = z.strictObject({
  /** The address at which the companion reaches it. */
  url: Url.optional(),
  /** The host in the names of its images, when it is not the address's. */
  host: Text.optional(),
  username: Text.optional(),
  password: Text.optional(),
  /** Other registries, `host:port`, that are reached without TLS. */
  insecure: z.array(Text).default([]),
  /** The platform to choose from images for several. */
  platform: z
    .string('must be text')
    .regex(/^[a-z0-9]+\/[a-z0-9]+$/, 'must be like linux/amd64')
    .default('linux/amd64'),
  /** The longest wait for one answer, and for all tries after the first. */
  timeoutMs: Count(1).default(10_000),
  deadlineMs: Count(1).default(30_000)
});
