import { z } from 'zod';
import { Source } from './objects.ts';

/** A deleted folder, until it is purged. */
export const Trashed = z.object({
  id: z.string(),
  /** The name it had; its id where none of our records says so. */
  name: z.string(),
  title: z.string().optional(),
  /** The project that a restore brings back; without it, a mere folder. */
  project: z.string().optional(),
  deletedAt: z.iso.datetime(),
  /** When it is purged by itself; absent where we did not put it there. */
  purgeAt: z.iso.datetime().optional(),
  bytes: z.number().nullable(),
  source: Source.optional()
});
export type Trashed = z.infer<typeof Trashed>;
