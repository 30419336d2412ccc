/** Bodies of requests (strict) and of answers that wrap objects (tolerant). */
import { z } from 'zod';
import { Build, Project, Source } from './objects.ts';

/** Where the API is, below the companion's own address. */
export const API = 'api/v1';

/** What people paste is short; more is a mistake or an attack. */
const Pasted = z.string().trim().min(1).max(2048);
const Ref = z.string().trim().min(1).max(255);
const Title = z.string().trim().min(1).max(200);

/** A new folder's name; existing folders may have any name. */
export const FolderName = z
  .string()
  .regex(
    /^[a-z0-9][a-z0-9._-]{0,62}$/,
    'must have lower-case letters, digits, dots, dashes, and at most 63 characters'
  );

export const Me = z.object({
  user: z.string(),
  driver: z.string(),
  version: z.string(),
  projectsRoot: z.string(),
  /** What this site can do beyond the base: names of optional features. */
  capabilities: z.array(z.string()),
  limits: z.object({ projects: z.number().nullable() }),
  /** A repository to try, for the empty state. */
  example: z.string().optional()
});
export type Me = z.infer<typeof Me>;

export const ProjectList = z.object({
  projects: z.array(Project),
  limit: z.number().nullable(),
  usage: z.object({
    bytes: z.number().nullable(),
    capacity: z.number().nullable()
  })
});
export type ProjectList = z.infer<typeof ProjectList>;

export const ResolveRequest = z.strictObject({
  source: Pasted,
  ref: Ref.optional()
});
export type ResolveRequest = z.infer<typeof ResolveRequest>;

/** A preview of a source: nothing has been built or written for it. */
export const Preview = z.object({
  source: Source,
  /** Suggested title and folder of the project. */
  title: z.string(),
  name: z.string(),
  /** Whether `source.ref` is the branch that the remote's HEAD names. */
  defaultRef: z.string().optional(),
  refs: z.array(z.string()),
  /** The files that the builder will read, e.g. `requirements.txt`. */
  files: z.array(z.string()),
  /** How many requirements those files list, as far as they say. */
  packages: z.number().optional(),
  notHonoured: z.array(z.object({ file: z.string(), why: z.string() })),
  opens: z.string().optional(),
  /** Whether an environment of the same content was resolved before. */
  cached: z.boolean(),
  estimateSeconds: z.number().optional(),
  /** The project that has this source already. */
  existing: Project.optional()
});
export type Preview = z.infer<typeof Preview>;

export const CreateRequest = z.strictObject({
  source: Pasted,
  ref: Ref.optional(),
  name: FolderName.optional(),
  title: Title.optional()
});
export type CreateRequest = z.infer<typeof CreateRequest>;

export const Created = z.object({ project: Project, build: Build });
export type Created = z.infer<typeof Created>;

export const PatchRequest = z.strictObject({ title: Title.optional() });
export type PatchRequest = z.infer<typeof PatchRequest>;

export const BuildRequest = z.strictObject({ ref: Ref.optional() });
export type BuildRequest = z.infer<typeof BuildRequest>;

export const BuildList = z.object({
  builds: z.array(Build),
  next: z.string().optional()
});
export type BuildList = z.infer<typeof BuildList>;

export const SwitchRequest = z.strictObject({
  project: z.string(),
  image: z.string().optional(),
  when: z.literal('now').optional()
});
export type SwitchRequest = z.infer<typeof SwitchRequest>;

/** A page of the old server has saved; with `move`, it is ready to leave. */
export const SavedRequest = z.strictObject({
  /** The page's own id, as it gave it when it opened its event socket. */
  page: z.string().max(100),
  move: z.boolean(),
  /** Paths of documents that could not be saved. */
  unsaved: z.array(z.string()).max(1000)
});
export type SavedRequest = z.infer<typeof SavedRequest>;
