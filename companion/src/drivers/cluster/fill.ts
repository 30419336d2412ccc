import { setTimeout as sleep } from 'node:timers/promises';
import type { V1Pod } from '@kubernetes/client-node';
import type { ProjectPlan } from '../launch-plan.ts';
import type { Progress } from '../driver.ts';
import { unavailable } from '../../volumes/volume-failure.ts';
import type { Volume } from '../../volumes/volume.ts';
import type { Agents } from './agents.ts';
import type { PodInventory } from './pod-inventory.ts';
import { endQuietly, PodRun } from './pod-run.ts';
import { meaning, requireNotFailed, stateOf } from './container-states.ts';
import { untilRuns } from './container-start.ts';
import type { StartDeps } from './container-start.ts';
import { lastLines, withLog } from '../server-output.ts';
import { abortFailure } from '../start-failure.ts';
import { fillPod, PROJECT_MANAGER } from './volume-pods.ts';
import type { PodContext } from './volume-pods.ts';

export interface FillDeps extends StartDeps {
  readonly agents: Agents;
}

/** Between two looks at how much was copied, and how many times what one took. */
const MEASURE_MS = 1_000;
const MEASURE_SHARE = 20;
/** It has started beside the copy, before anything was copied. */
const AGENT_MS = 60_000;
/** For the agent of a pod that failed to answer. */
const DISCARD_MS = 10_000;

/**
 * Fill the project's folder from its image: a pod copies into a partial folder,
 * and what it copied is published when all of it is there.
 */
export async function fillFolder(
  deps: FillDeps,
  plan: ProjectPlan,
  context: PodContext,
  progress: Progress
): Promise<void> {
  const operation = `fill-${plan.project}-${context.generation}`;
  const pod = fillPod(plan, operation, context);
  const run = await PodRun.create(deps, pod, progress.signal);
  try {
    await untilRuns(deps, run, plan, progress, PROJECT_MANAGER);
    await copied(deps, run, operation, progress);
    progress.report('Writing the files to the volume');
    const agent = await agentOf(deps, run, progress.signal);
    await agent.publish(operation, plan.folder);
  } catch (error) {
    const log = await run.log(PROJECT_MANAGER, plan.token);
    const tail = lastLines(log);
    await undo(deps, run, plan.server.user, operation);
    const { signal } = progress;
    const failure = signal.aborted
      ? abortFailure(signal.reason, 'server', tail)
      : meaning(error, tail);
    throw withLog(failure, log);
  }
  await endQuietly(run);
}

/** Its agent answers soon, or never: a pod can be gone by now. */
async function agentOf(
  { agents }: FillDeps,
  run: PodRun,
  signal: AbortSignal
): ReturnType<Agents['ofPod']> {
  const late = AbortSignal.timeout(AGENT_MS);
  try {
    return await agents.ofPod(run.pod, AbortSignal.any([signal, late]));
  } catch (error) {
    signal.throwIfAborted();
    throw late.aborted
      ? unavailable('The agent of the volume does not answer.', error)
      : error;
  }
}

/** Until the copy has ended well; tells how much is there. */
async function copied(
  { agents }: FillDeps,
  run: PodRun,
  operation: string,
  { signal, report }: Progress
): Promise<void> {
  const over = new AbortController();
  const either = AbortSignal.any([signal, over.signal]);
  const telling = tellBytes(agents, run, operation, either, report);
  try {
    await run.until(({ pod }) => {
      requireNotFailed(pod, PROJECT_MANAGER);
      return stateOf(pod, PROJECT_MANAGER)?.terminated;
    }, signal);
  } finally {
    over.abort();
    await telling;
  }
}

/** Progress is a courtesy: an agent that does not answer stops no copy. */
async function tellBytes(
  agents: Agents,
  run: PodRun,
  operation: string,
  signal: AbortSignal,
  report: (message: string) => void
): Promise<void> {
  try {
    const agent = await agents.ofPod(run.pod, signal);
    while (!signal.aborted) {
      const began = performance.now();
      const { bytes, files } = await agent.measure({
        in: 'partial',
        name: operation
      });
      const count = files === null ? '' : ` · ${String(files)} files`;
      report(`Copying files · ${megabytes(bytes)}${count}`);
      // Whoever counts many files slows down whoever copies them.
      const took = performance.now() - began;
      const ms = Math.max(MEASURE_MS, took * MEASURE_SHARE);
      await sleep(ms, undefined, { signal });
    }
  } catch {
    // Over, or not to be had.
  }
}

/** End the pod, and remove what it copied. */
async function undo(
  { agents, inventory }: FillDeps,
  run: PodRun,
  user: string,
  operation: string
): Promise<void> {
  const pod = inventory.find(run.name);
  const isThere = pod && pod.metadata?.deletionTimestamp === undefined;
  const isOver = pod && stateOf(pod, PROJECT_MANAGER)?.terminated;
  if (isThere && isOver && stateOf(pod, 'agent')?.running) {
    const deadline = AbortSignal.timeout(DISCARD_MS);
    await quietly(agents.ofPod(pod, deadline), operation);
    await endQuietly(run);
    return;
  }
  // Whoever copies on would be in the way of the removal.
  if (await endCopying(inventory, run)) {
    await quietly(Promise.resolve(agents.of(user)), operation);
  }
}

/**
 * End the pod; resolves to whether it may have copied anything. What a kubelet
 * tells comes late: a copy that is not known to run may be well on its way, and
 * only the pod's last words say whether it had begun.
 */
async function endCopying(
  inventory: PodInventory,
  run: PodRun
): Promise<boolean> {
  const pod = inventory.find(run.name);
  let hasBegun = pod === undefined || begun(pod);
  const stop = inventory.onChange(changed => {
    hasBegun ||= changed.metadata?.uid === run.uid && begun(changed);
  });
  await endQuietly(run);
  stop();
  return hasBegun;
}

function begun(pod: V1Pod): boolean {
  const copy = stateOf(pod, PROJECT_MANAGER);
  // One that never ran ends, too, but has not started.
  const startedAt = copy?.running?.startedAt ?? copy?.terminated?.startedAt;
  return Boolean(startedAt);
}

/** What is not removed now an agent removes later, by its age. */
async function quietly(
  volume: Promise<Pick<Volume, 'discard'>>,
  operation: string
): Promise<void> {
  try {
    await (await volume).discard(operation);
  } catch {
    // Nobody could be told of more than of the failure itself.
  }
}

function megabytes(bytes: number): string {
  return bytes < 1e9
    ? `${String(Math.round(bytes / 1e6))} MB`
    : `${(bytes / 1e9).toFixed(1)} GB`;
}
