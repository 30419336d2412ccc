import type { V1Pod } from '@kubernetes/client-node';
import type { Progress } from '../driver.ts';
import type { LaunchPlan } from '../launch-plan.ts';
import { awaitReady } from '../readiness.ts';
import type { ReadinessOptions } from '../readiness.ts';
import { serverPath } from '../server-path.ts';
import { lastLines, withLog } from '../server-output.ts';
import { abortFailure } from '../start-failure.ts';
import type { StartPart } from '../start-failure.ts';
import { untilRuns } from '../cluster/container-start.ts';
import type { StartDeps } from '../cluster/container-start.ts';
import {
  addressOf,
  Ended,
  meaning,
  requireNotFailed,
  stateOf
} from '../cluster/container-states.ts';
import { NOTEBOOK } from '../cluster/notebook.ts';
import { PORTS } from '../cluster/own-image.ts';
import { endQuietly, PodRun } from '../cluster/pod-run.ts';

/** Start a server until it is ready; after a failure nothing of it runs. */
export async function startServer(
  deps: StartDeps,
  plan: LaunchPlan,
  pod: V1Pod,
  progress: Progress
): Promise<V1Pod> {
  const run = await PodRun.create(deps, pod, progress.signal);
  let reached: StartPart = 'server';
  try {
    const running = await untilRuns(deps, run, plan, progress);
    await untilReady(deps, run, running, plan, {
      signal: progress.signal,
      report: (message, part) => {
        reached = part;
        progress.report(message);
      }
    });
    return run.pod;
  } catch (error) {
    const log = await run.log(NOTEBOOK, plan.token);
    const tail = lastLines(log);
    await endQuietly(run);
    const { signal } = progress;
    const failure = signal.aborted
      ? abortFailure(signal.reason, reached, tail)
      : meaning(error, tail, log);
    throw withLog(failure, log);
  }
}

async function untilReady(
  { version }: StartDeps,
  run: PodRun,
  pod: V1Pod,
  plan: LaunchPlan,
  { signal, report }: Pick<ReadinessOptions, 'signal' | 'report'>
): Promise<void> {
  const over = new AbortController();
  const either = AbortSignal.any([signal, over.signal]);
  const ends = run.until<never>(sight => {
    requireNotFailed(sight.pod, NOTEBOOK);
    // An end without an error is a failure here, too: nothing serves any more.
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
    // Nobody else can listen at the pod's address.
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
