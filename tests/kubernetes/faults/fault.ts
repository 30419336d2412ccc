import { z } from 'zod';
import type { Switch } from '../../../companion/src/contract/contract.ts';
import type { ApiServerProxy } from '../../cluster/api-server-proxy.ts';
import type { CompanionBench } from '../companion-bench.ts';

/** Where a fault is done: a user in `alpha`, and a switch that has begun. */
export interface Scene {
  readonly bench: CompanionBench;
  /** The companion's way to the API server. */
  readonly way: ApiServerProxy;
  /** The folder of the user's claim. */
  readonly root: string;
  readonly from: string;
  readonly to: string;
}

export interface Fault {
  readonly name: string;
  /** When it is done: as a switch is in that phase, or before it begins. */
  readonly steps: readonly (Switch['phase'] | 'before')[];
  /** Where the user wants to go, unless it is the other sound project. */
  readonly to?: string;
  readonly happen?: (scene: Scene) => Promise<void>;
  readonly mend?: (scene: Scene) => Promise<void>;
}

/** What came of one fault at one step. */
export const Outcome = z.object({
  fault: z.string(),
  step: z.string(),
  /** `done`, or the code and the sentence that the user saw. */
  seen: z.string(),
  /** Where the user is afterwards. */
  now: z.enum(['old', 'new', 'neither']),
  /** From the fault until its switch had ended. */
  seconds: z.number(),
  /** The longest time in which neither server answered. */
  without: z.number(),
  /** Files that are not as they were; there must be none. */
  changed: z.array(z.string())
});
export type Outcome = z.infer<typeof Outcome>;
