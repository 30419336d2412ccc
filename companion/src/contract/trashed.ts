import { z } from 'zod';
import { Source } from './objects.ts';

/** A deleted folder, until it is purged. */
export const Trashed = z.object({
  id: z.string(),
  /** The name it had; its id where nobody of ours says so. */
  name: z.string(),
  title: z.string().optional(),
  /** The project that a restore brings back; without, it is a mere folder. */
  project: z.string().optional(),
  deletedAt: z.iso.datetime(),
  /** When it is purged by itself; absent for what we did not put there. */
  purgeAt: z.iso.datetime().optional(),
  bytes: z.number().nullable(),
  source: Source.optional()
});
export type Trashed = z.infer<typeof Trashed>;
