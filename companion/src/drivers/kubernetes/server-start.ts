import type {
  V1ContainerStateTerminated,
  V1Pod
} from '@kubernetes/client-node';
import { checkFailure } from '../../volumes/check-codes.ts';
import type { Progress } from '../driver.ts';
import type { LaunchPlan } from '../launch-plan.ts';
import { awaitReady } from '../readiness.ts';
import { serverPath } from '../server-path.ts';
import { lastLines, withLog } from '../server-output.ts';
import { abortFailure, startFailure } from '../start-failure.ts';
import { exitCause } from '../cluster/exit-cause.ts';
import { PORTS } from '../cluster/own-image.ts';
import type { PodDeps } from '../cluster/pod-end.ts';
import { PodRun } from '../cluster/pod-run.ts';
import type { Sight } from '../cluster/pod-run.ts';
import { addedFailure } from '../cluster/pod-failure.ts';
import { NOTEBOOK } from '../cluster/notebook.ts';
import { startProgress } from '../cluster/start-progress.ts';

export interface StartDeps extends PodDeps {
  /** Size of an image in bytes, where a registry tells it. */
  readonly imageBytes: (image: string) => Promise<number | undefined>;
  /** Of the panel, which is the companion's own. */
  readonly version: string;
  readonly now: () => Date;
}

/** A container of the pod ended before the server was ready. */
class Ended extends Error {
  override name = 'Ended';
  readonly container: string;
  readonly state: V1ContainerStateTerminated;

  constructor(container: string, state: V1ContainerStateTerminated) {
    super(`The container ${container} ended.`);
    this.container = container;
    this.state = state;
  }
}

/** One start of one server; on failure nothing of it is left running. */
export async function startServer(
  deps: StartDeps,
  plan: LaunchPlan,
  pod: V1Pod,
  progress: Progress
): Promise<V1Pod> {
  const run = await PodRun.create(deps, pod, progress.signal);
  const state = { part: 'server' as 'server' | 'kernel' };
  try {
    const running = await untilRuns(deps, run, plan, progress);
    const report = (message: string) => {
      state.part = message.includes('kernel') ? 'kernel' : 'server';
      progress.report(message);
    };
    await untilReady(deps, run, running, plan, { ...progress, report });
    return run.pod;
  } catch (error) {
    const log = await run.log(NOTEBOOK, plan.token);
    const tail = lastLines(log);
    await endQuietly(run);
    const { signal } = progress;
    const failure = signal.aborted
      ? abortFailure(signal.reason, state.part, tail)
      : meaning(error, tail);
    throw withLog(failure, log);
  }
}

/** Whatever the reason of a failure was, it is that reason that is told. */
const END_MS = 30_000;
export async function endQuietly(run: PodRun): Promise<void> {
  await run.end(AbortSignal.timeout(END_MS)).catch(() => undefined);
}

/** Until a container of the image runs, or has run; pulls may take their time. */
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

async function untilReady(
  { version }: StartDeps,
  run: PodRun,
  pod: V1Pod,
  plan: LaunchPlan,
  { signal, report }: Progress
): Promise<void> {
  const over = new AbortController();
  const either = AbortSignal.any([signal, over.signal]);
  const ends = run.until<never>(sight => {
    requireNotFailed(sight.pod, NOTEBOOK);
    // Also an end without a failure is one here: nothing serves any more.
    const ended = stateOf(sight.pod, NOTEBOOK)?.terminated;
    if (ended) {
      throw new Ended(NOTEBOOK, ended);
    }
    return undefined;
  }, either);
  const ready = awaitReady({
    server: {
      url: `http://${addressOf(pod)}:${String(PORTS.server)}${serverPath(plan)}`,
      token: plan.token
    },
    version,
    // A pod's address is nobody else's.
    listens: () => Promise.resolve(true),
    kernelRuns: () => Promise.resolve(true),
    signal: either,
    report
  });
  try {
    await Promise.race([ready, ends]);
  } finally {
    over.abort();
    await Promise.allSettled([ready, ends]);
  }
}

/** Where a pod answers; an address of IPv6 needs its brackets in a URL. */
export function addressOf(pod: V1Pod): string {
  const ip = pod.status?.podIP ?? '';
  return ip.includes(':') ? `[${ip}]` : ip;
}

export function stateOf(pod: V1Pod, container: string) {
  const { containerStatuses = [], initContainerStatuses = [] } =
    pod.status ?? {};
  return [...initContainerStatuses, ...containerStatuses].find(
    ({ name }) => name === container
  )?.state;
}

const CHECK = 'check';

export function requireNotFailed(pod: V1Pod, container: string): void {
  const check = stateOf(pod, CHECK)?.terminated;
  if (check && check.exitCode !== 0) {
    throw (
      checkFailure(check.exitCode, check.message ?? '') ??
      new Ended(CHECK, check)
    );
  }
  const added = addedFailure(pod, CHECK);
  if (added) {
    throw added;
  }
  const ended = stateOf(pod, container)?.terminated;
  if (ended && ended.exitCode !== 0) {
    throw new Ended(container, ended);
  }
}

/** What the failure of a start means to people. */
export function meaning(error: unknown, tail: string[]): unknown {
  return error instanceof Ended
    ? exitCause(error.state, tail)
    : startFailure(error, tail);
}
