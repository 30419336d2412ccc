/**
 * Everything on the wire. Requests are strict, answers tolerant: an older
 * extension in an old image talks to a newer companion. Times are ISO 8601 UTC,
 * sizes bytes, `null` means unknown. Fields may be added, never renamed.
 */
import { z } from 'zod';

const Time = z.iso.datetime();
const Id = z.string();

/** Codes a client may branch on; the page owns the sentences. */
export const ErrorCode = z.enum([
  'invalid-request',
  'unauthenticated',
  'forbidden',
  'source-not-allowed',
  'not-found',
  'project-exists',
  'project-limit',
  'project-active',
  'project-busy',
  'switch-in-progress',
  'too-late-to-cancel',
  'payload-too-large',
  'source-not-found',
  'ref-not-found',
  'source-empty',
  'unsupported-environment',
  'idempotency-conflict',
  'rate-limited',
  'internal',
  'unavailable',
  'disk-full',
  'build-failed',
  'requirement-not-found',
  'requirements-conflict',
  'postbuild-failed',
  'network',
  'image-unavailable',
  'server-exited',
  'server-timeout',
  'no-room',
  'refused',
  'volume-unavailable',
  'folder-missing',
  'interrupted'
]);
export type ErrorCode = z.infer<typeof ErrorCode>;

/** The next step that a person can take, as a button of the page. */
export const Action = z.enum([
  'previous-image',
  'free-space',
  'open-existing',
  'retry',
  'view-log',
  'stay'
]);
export type Action = z.infer<typeof Action>;

/** The origin of a project. `commit` is the full 40 hex digits. */
export const Source = z.object({
  url: z.string(),
  provider: z.string(),
  spec: z.string(),
  ref: z.string(),
  commit: z.string()
});
export type Source = z.infer<typeof Source>;

/** An image that a server runs: an OCI reference by digest, or a local id. */
export const Image = z.object({
  id: Id,
  label: z.string().optional(),
  commit: z.string().optional(),
  builtAt: Time,
  builder: z.string(),
  available: z.boolean()
});
export type Image = z.infer<typeof Image>;

export const BuildPhase = z.enum([
  'waiting',
  'fetching',
  'building',
  'pushing',
  'built',
  'failed',
  'cancelled'
]);
export type BuildPhase = z.infer<typeof BuildPhase>;

export const SwitchPhase = z.enum([
  'waiting',
  'building',
  'starting',
  'ready',
  'active',
  'stopping-previous',
  'restoring-previous',
  'done',
  'failed',
  'cancelled'
]);
export type SwitchPhase = z.infer<typeof SwitchPhase>;

const problemFields = {
  type: z.string(),
  title: z.string(),
  status: z.number(),
  code: ErrorCode,
  /** English, for logs and scripts. */
  detail: z.string(),
  instance: z.string().optional(),
  /** The field of the request that is wrong. */
  field: z.string().optional(),
  /** The file of the repository that is wrong, and its line from 1. */
  file: z.string().optional(),
  line: z.number().optional(),
  /** Values for the page's sentence: package, version, host, exit code ... */
  values: z.record(z.string(), z.string()).optional(),
  retryAfter: z.number().optional(),
  /** The last lines of the log that shows the cause. */
  logTail: z.array(z.string()).optional(),
  actions: z.array(Action)
};

/** The failure of a build or a switch: a problem that belongs to no request. */
export const Failure = z.object(problemFields);
export type Failure = z.infer<typeof Failure>;

/** The making of an image from one repository's software. */
export const Build = z.object({
  id: Id,
  project: Id,
  source: Source,
  phase: BuildPhase,
  /** The step of the phase, in English: `installing packages`. */
  detail: z.string().optional(),
  startedAt: Time,
  endedAt: Time.optional(),
  /** The phases that were entered so far, in order. */
  steps: z.array(
    z.object({ phase: BuildPhase, startedAt: Time, endedAt: Time.optional() })
  ),
  image: Id.optional(),
  queuePosition: z.number().optional(),
  error: Failure.optional()
});
export type Build = z.infer<typeof Build>;

export const ProjectState = z.enum([
  'unbuilt',
  'building',
  'stopped',
  'starting',
  'running',
  'stopping',
  'unmanaged'
]);
export type ProjectState = z.infer<typeof ProjectState>;

/** A folder of the projects volume, and the facts known of it. */
export const Project = z.object({
  id: Id,
  slug: z.string(),
  name: z.string(),
  title: z.string(),
  active: z.boolean(),
  state: ProjectState,
  /** Path of the running server's Lab, from the root of the site. */
  url: z.string().optional(),
  lastUsed: Time.optional(),
  bytes: z.number().nullable(),
  /**
   * `folder-missing`, `folder-renamed`, `not-a-folder`, `volume-unavailable`;
   * for a folder that is no project also its kind.
   */
  warning: z.string().optional(),
  /** With `folder-renamed`, where the folder still is in the projects root. */
  renamedTo: z.string().optional(),
  source: Source.optional(),
  /** The image of the running server, else the one a switch would start. */
  image: Image.optional(),
  /** Every image that can still be started, the newest first. */
  images: z.array(Image),
  /** The last build. */
  build: Build.optional(),
  /**
   * Its last start, where that failed, or where its server ended by itself
   * after it was `ready`. `switches/{id}/log` has the server's output.
   */
  failedStart: z
    .object({ switch: Id, at: Time, error: Failure, ready: z.boolean() })
    .optional(),
  /** Present while its folder is copied from another's, and after a failure. */
  copy: z
    .object({
      bytes: z.number().nullable(),
      total: z.number().nullable(),
      error: Failure.optional()
    })
    .optional(),
  /** The profile of resources that was chosen for it. */
  resources: z.string().optional()
});
export type Project = z.infer<typeof Project>;

/** One move of the user to another project, or to another image of the same. */
export const Switch = z.object({
  id: Id,
  project: Id,
  from: Id.nullable(),
  phase: SwitchPhase,
  strategy: z.enum(['overlap', 'recreate']),
  cancellable: z.boolean(),
  /** The step of the phase, in English: `Pulling image`. */
  message: z.string(),
  steps: z.array(
    z.object({ phase: SwitchPhase, startedAt: Time, endedAt: Time.optional() })
  ),
  /** How long the last switch to this project took, in milliseconds. */
  lastDurationMs: z.number().optional(),
  startedAt: Time,
  endedAt: Time.optional(),
  /** The new server's page, from the root of the site; set from `ready` on. */
  url: z.string().optional(),
  /** The id of the new server's image, once the server is chosen. */
  image: Id.optional(),
  previousUrl: z.string().optional(),
  /** The server the user leaves, as in `/user/<user>/<server>/`. */
  previousServer: z.string().optional(),
  /** True when the previous server is to be left running. */
  keepsPrevious: z.boolean().optional(),
  /** Read-only bearer for this switch; only in the answer to POST. */
  ticket: z.string().optional(),
  /** `previous-not-stopped` or `previous-has-unsaved-work`, with `done`. */
  warning: z.string().optional(),
  error: Failure.optional()
});
export type Switch = z.infer<typeof Switch>;

/** An answer of RFC 9457, with the objects that it is about. */
export const Problem = z.object({
  ...problemFields,
  project: Project.optional(),
  switch: Switch.optional(),
  build: Build.optional()
});
export type Problem = z.infer<typeof Problem>;
