import { setTimeout as sleep } from 'node:timers/promises';
import type { V1Pod } from '@kubernetes/client-node';
import type { ProjectPlan } from '../launch-plan.ts';
import type { Progress } from '../driver.ts';
import { unavailable } from '../../volumes/volume-failure.ts';
import type { Volume } from '../../volumes/volume.ts';
import { amount } from './amount.ts';
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

/** A pause between measures: this long, or so many times what one took. */
const MEASURE_MS = 1_000;
const MEASURE_SHARE = 20;
/** Time for the agent to answer; it has run since the copy began. */
const AGENT_MS = 60_000;
/** Time for the agent of a failed fill to answer. */
const DISCARD_MS = 10_000;

/**
 * Fill the project's folder from its image: a pod copies into a partial folder,
 * which is published once the copy is complete.
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
      : meaning(error, tail, log);
    throw withLog(failure, log);
  }
  await endQuietly(run);
}

/** Return the pod's agent. It answers soon or never, as the pod may be gone. */
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

/** Wait until the copy has ended well, and report how much is there. */
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

/** Report how much was copied; an agent that does not answer stops no copy. */
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
      report(`Copying files · ${amount(bytes)}${count}`);
      // Counting many files slows down the copy.
      const took = performance.now() - began;
      const ms = Math.max(MEASURE_MS, took * MEASURE_SHARE);
      await sleep(ms, undefined, { signal });
    }
  } catch {
    // The copy is over, or its size cannot be had.
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
  // A copy that goes on would disturb the removal.
  if (await endCopying(inventory, run)) {
    await quietly(Promise.resolve(agents.of(user)), operation);
  }
}

/**
 * End the pod; true when it may have copied something. Kubelet reports late: a
 * copy that is not known to run may be well on its way, and only the last state
 * of the pod says that it had begun.
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
  // A container that never ran is terminated, too, but has no start.
  const startedAt = copy?.running?.startedAt ?? copy?.terminated?.startedAt;
  return Boolean(startedAt);
}

/**
 * Remove what was copied; if that fails, an agent does it later, by its age.
 */
async function quietly(
  volume: Promise<Pick<Volume, 'discard'>>,
  operation: string
): Promise<void> {
  try {
    await (await volume).discard(operation);
  } catch {
    // The failure of the fill itself is told, and matters more.
  }
}
