import type { V1Pod } from '@kubernetes/client-node';
import type { Progress } from '../driver.ts';
import type { LaunchPlan } from '../launch-plan.ts';
import { requireNotFailed, stateOf } from './container-states.ts';
import { NOTEBOOK } from './notebook.ts';
import type { PodDeps } from './pod-end.ts';
import type { PodRun, Sight } from './pod-run.ts';
import { startProgress } from './start-progress.ts';

export interface StartDeps extends PodDeps {
  /** Size of an image in bytes, where a registry tells it. */
  readonly imageBytes: (image: string) => Promise<number | undefined>;
  /** Version of the panel, which is the companion's own. */
  readonly version: string;
  readonly now: () => Date;
}

/**
 * Wait until the container runs or has run; the deadline rests during a pull.
 */
export async function untilRuns(
  deps: StartDeps,
  run: PodRun,
  plan: LaunchPlan,
  progress: Progress,
  container = NOTEBOOK
): Promise<V1Pod> {
  let bytes: number | undefined;
  void deps.imageBytes(plan.image).then(
    found => (bytes = found),
    () => undefined
  );
  let release: (() => void) | undefined;
  const look = (sight: Sight) => {
    requireNotFailed(sight.pod, container);
    const state = stateOf(sight.pod, container);
    if (state?.running ?? state?.terminated) {
      return sight.pod;
    }
    const { message, pulling } = startProgress(
      sight,
      deps.now().getTime(),
      bytes
    );
    progress.report(message);
    if (pulling) {
      release ??= progress.hold?.();
    } else {
      release?.();
      release = undefined;
    }
    return undefined;
  };
  try {
    return await run.until(look, progress.signal);
  } finally {
    release?.();
  }
}
