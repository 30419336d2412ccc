import { z } from 'zod';
import type { Switch } from '../../../companion/src/contract/contract.ts';
import type { ApiServerProxy } from '../../cluster/api-server-proxy.ts';
import type { CompanionBench } from '../companion-bench.ts';

/** The scene of a fault: a user in the project `from`, who switches to `to`. */
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
  /** The phases of a switch in which the fault is made, or before it begins. */
  readonly steps: readonly (Switch['phase'] | 'before')[];
  /** The project that the user wants, unless it is the other sound one. */
  readonly to?: string;
  readonly happen?: (scene: Scene) => Promise<void>;
  readonly mend?: (scene: Scene) => Promise<void>;
}

/** The outcome of one fault at one step. */
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
