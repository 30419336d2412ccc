/** Follows a collection of the API for as long as the process lives. */
import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import type { Answer, Call } from './requests.ts';

export interface Api {
  call(path: string, call?: Call): Promise<Answer>;
  changes(collection: string): AsyncIterable<unknown>;
}

const Change = z.object({
  type: z.enum(['ADDED', 'MODIFIED', 'DELETED']),
  object: z.unknown()
});

/** Take each object as it is, each change, and all again with a new watch. */
export async function follow<T>(
  api: Api,
  collection: string,
  schema: z.ZodType<T>,
  signal: AbortSignal,
  take: (object: T, gone: boolean) => void | Promise<void>
): Promise<void> {
  while (!signal.aborted) {
    try {
      for await (const line of api.changes(collection)) {
        await take(...parsed(schema, line));
      }
    } catch (error) {
      // A test may have stopped the API server: it comes back.
      console.error(`A watch of ${collection} begins anew: ${String(error)}`);
      await delay(500);
    }
  }
}

/** Return an object, and true when it is gone. */
function parsed<T>(schema: z.ZodType<T>, line: unknown): [T, boolean] {
  const { type, object } = Change.parse(line);
  return [schema.parse(object), type === 'DELETED'];
}
