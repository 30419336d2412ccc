import * as z from 'zod/mini';

/**
 * The calls between companion and agent: `POST /v1/<call>` with the input as
 * JSON; the answer is the output, or a `Failure`.
 *
 * `zod/mini`: the whole of zod would take a fifth of the agent's memory.
 */

const Name = z.object({ name: z.string() });
const Operation = z.object({ operation: z.string() });
const Id = z.object({ id: z.string() });
const Nothing = z.object({});
const None = z.null();

const Folder = z.object({
  name: z.string(),
  kind: z.enum(['folder', 'link', 'file', 'unsupported']),
  modifiedAt: z.string()
});

const Outside = z.object({
  name: z.string(),
  kind: z.enum(['folder', 'link', 'file'])
});

const InTrash = z.object({
  id: z.string(),
  manifest: z.nullable(z.string()),
  changedAt: z.string()
});

export const CALLS = {
  list: { input: Nothing, output: z.array(Folder) },
  find: { input: Name, output: z.nullable(Folder) },
  prepare: { input: Operation, output: z.string() },
  publish: {
    input: z.object({ operation: z.string(), name: z.string() }),
    output: None
  },
  discard: { input: Operation, output: None },
  usage: {
    input: Nothing,
    output: z.object({
      bytes: z.nullable(z.number()),
      capacity: z.nullable(z.number())
    })
  },
  measure: {
    input: z.object({
      in: z.enum(['root', 'trash', 'partial']),
      name: z.string()
    }),
    output: z.object({ bytes: z.number(), files: z.nullable(z.number()) })
  },
  rename: {
    input: z.object({ name: z.string(), newName: z.string() }),
    output: None
  },
  duplicate: {
    input: z.object({
      name: z.string(),
      newName: z.string(),
      operation: z.string()
    }),
    output: None
  },
  trash: {
    input: z.object({ name: z.string(), id: z.string(), manifest: z.string() }),
    output: None
  },
  trashed: { input: Nothing, output: z.array(InTrash) },
  restore: {
    input: z.object({ id: z.string(), name: z.string() }),
    output: None
  },
  purge: { input: Id, output: None },
  sweep: { input: Nothing, output: None },
  outside: { input: Nothing, output: z.array(Outside) },
  gather: {
    input: z.object({
      names: z.array(z.string()),
      folder: z.string(),
      operation: z.string()
    }),
    output: None
  },
  scatter: { input: Operation, output: z.string() },
  /** Tells where the folder is now that the pod's home was mounted from. */
  home: {
    input: Name,
    output: z.object({
      state: z.enum(['same', 'moved', 'gone']),
      name: z.optional(z.string())
    })
  },
  /** Answers when the root's listing is not that of `tag`, or time is up. */
  watch: {
    input: z.object({ tag: z.optional(z.string()), waitMs: z.number() }),
    output: z.object({ tag: z.string() })
  }
} as const;

type Calls = typeof CALLS;
export type CallName = keyof Calls;
export type Input<C extends CallName> = z.input<Calls[C]['input']>;
export type Output<C extends CallName> = z.output<Calls[C]['output']>;

export function isCall(name: string): name is CallName {
  return Object.hasOwn(CALLS, name);
}
