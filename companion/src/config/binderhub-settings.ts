import { z } from 'zod';
import { Count, Milliseconds, Text, Url } from './values.ts';

/** The BinderHub that builds. */
export const BinderHub = z.strictObject({
  url: Url.optional(),
  /** Of the companion, with access to BinderHub's service. */
  token: Text.optional(),
  /** For a connection, TLS included. */
  connectMs: Count(1).default(10_000),
  /** Without a word; BinderHub says something every 25 s. */
  idleMs: Count(1).default(75_000),
  /** For a whole build. */
  wallMs: Count(1).default(3_600_000),
  /** For a BinderHub that went away to come back. */
  retryMs: Milliseconds.default(600_000)
});

/** The registry that BinderHub pushes to. */
export const Registry = z.strictObject({
  /** Where the companion reaches it. */
  url: Url.optional(),
  /** What its images are called, when that is not the address's host. */
  host: Text.optional(),
  username: Text.optional(),
  password: Text.optional(),
  /** Others, `host:port`, that are reached without TLS. */
  insecure: z.array(Text).default([]),
  /** Of images for several. */
  platform: z
    .string('must be text')
    .regex(/^[a-z0-9]+\/[a-z0-9]+$/, 'must be like linux/amd64')
    .default('linux/amd64'),
  /** For one answer, and for all tries after the first. */
  timeoutMs: Count(1).default(10_000),
  deadlineMs: Count(1).default(30_000)
});
