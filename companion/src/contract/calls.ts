/** Bodies of requests (strict) and of answers that wrap objects (tolerant). */
import { z } from 'zod';
import { Build, Project, Source } from './objects.ts';
import { Trashed } from './trashed.ts';

/** Path of the companion's own pages and API. */
export const BASE = '/services/projects/';
/** Path of the API below that. */
export const API = 'api/v1';

/** People paste short texts; a longer one is a mistake or an attack. */
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
  /** The maker of images: `uv` here, or a BinderHub that goes on by itself. */
  builder: z.string().optional(),
  version: z.string(),
  projectsRoot: z.string(),
  /** Abilities of this site beyond the base: names of optional features. */
  capabilities: z.array(z.string()),
  limits: z.object({
    projects: z.number().nullable(),
    /** Resources that a project may use; the first where none was chosen. */
    profiles: z
      .array(z.object({ id: z.string(), label: z.string() }))
      .optional()
  }),
  /** A repository to try, for the empty state. */
  example: z.string().optional()
});
export type Me = z.infer<typeof Me>;

export const Usage = z.object({
  /** The whole volume, with the trash. */
  bytes: z.number().nullable(),
  capacity: z.number().nullable(),
  /** Size of the trash, as far as it was counted. */
  trash: z.number().nullable().optional()
});
export type Usage = z.infer<typeof Usage>;

export const ProjectList = z.object({
  projects: z.array(Project),
  limit: z.number().nullable(),
  usage: Usage,
  /**
   * Files and hidden entries of a volume that was a home before; they move only
   * when asked to. Absent while the volume cannot be asked.
   */
  outside: z
    .object({ files: z.number(), names: z.array(z.string()) })
    .optional()
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
  /** The branch that the remote's HEAD names. */
  defaultRef: z.string().optional(),
  refs: z.array(z.string()),
  /** The files that the builder will read, e.g. `requirements.txt`. */
  files: z.array(z.string()),
  /** How many requirements those files list, as far as they say. */
  packages: z.number().optional(),
  notHonoured: z.array(z.object({ file: z.string(), why: z.string() })),
  /** True when an environment of the same content was resolved before. */
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
  title: Title.optional(),
  /** A profile's id; without it, the site's first counts. */
  resources: z.string().optional()
});
export type CreateRequest = z.infer<typeof CreateRequest>;

export const Created = z.object({ project: Project, build: Build });
export type Created = z.infer<typeof Created>;

/** `name` renames the folder, while no server runs in it. */
export const PatchRequest = z.strictObject({
  title: Title.optional(),
  name: FolderName.optional(),
  /** Its `renamedTo`: the folder of that name is its own from now on. */
  renamedTo: z.string().max(255).optional(),
  /** A profile's id; `null` is the site's first. Used from the next start. */
  resources: z.string().nullable().optional()
});
export type PatchRequest = z.infer<typeof PatchRequest>;

/** A page that has saved its work may end the server that it runs on. */
export const StopRequest = z.strictObject({
  /** The page's own id, as it gave it when it opened its event socket. */
  page: z.string().max(100).optional()
});
export type StopRequest = z.infer<typeof StopRequest>;

export const DuplicateRequest = z.strictObject({
  name: FolderName.optional(),
  title: Title.optional()
});
export type DuplicateRequest = z.infer<typeof DuplicateRequest>;

/** Make a folder a project, on another's image or on one that is built. */
export const AdoptRequest = z
  .strictObject({
    title: Title.optional(),
    /** The id of a project whose newest image it gets. */
    like: z.string().optional(),
    source: Pasted.optional(),
    ref: Ref.optional()
  })
  .refine(
    ({ like, source }) => (like === undefined) !== (source === undefined),
    'must have either like or source'
  );
export type AdoptRequest = z.infer<typeof AdoptRequest>;

export const Adopted = z.object({ project: Project, build: Build.optional() });
export type Adopted = z.infer<typeof Adopted>;

export const TrashList = z.object({ trash: z.array(Trashed) });
export type TrashList = z.infer<typeof TrashList>;

/** Move files outside projects into a new folder; all where none are named. */
export const OutsideRequest = z.strictObject({
  name: FolderName,
  names: z.array(z.string().max(255)).min(1).max(10_000).optional()
});
export type OutsideRequest = z.infer<typeof OutsideRequest>;

export const OutsideMoved = z.object({
  /** The id for undo. */
  id: z.string(),
  /** The new folder, to be adopted, and the files that are in it now. */
  name: z.string(),
  names: z.array(z.string())
});
export type OutsideMoved = z.infer<typeof OutsideMoved>;

export const OutsideUndo = z.strictObject({ id: z.string().max(100) });
export type OutsideUndo = z.infer<typeof OutsideUndo>;

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
