import { setTimeout as sleep } from 'node:timers/promises';
import { Failed } from '../../base/errors.ts';
import { systemCode } from '../../volumes/volume-failure.ts';
import { isAlive, processTable } from './process-table.ts';
import type { ProcessId, ProcessInfo } from './process-table.ts';

const POLL = 50;
/** A process that SIGKILL does not end within this time waits for a device. */
const KILL_TIMEOUT = 5000;

/** A process that has a session of its own, and what it started. */
export interface Tree {
  readonly leader: ProcessId;
  /**
   * A path in the arguments of the tree's own processes: kernels have sessions
   * of their own, and lose their parent, but name a connection file in it.
   */
  readonly marker: string;
}

/**
 * End a process and all that it started: SIGTERM goes to the process, so that
 * it can end its kernels and terminals itself, then to all that is left, and
 * SIGKILL at the deadline.
 */
export async function endTree(tree: Tree, graceMs: number): Promise<void> {
  const { leader } = tree;
  const grace = AbortSignal.timeout(graceMs);
  const seen = new Map<number, ProcessInfo>();
  const left = () => survivors(tree, seen);
  await left();
  if (await isAlive(leader)) {
    signal(leader, 'SIGTERM');
  }
  await until(async () => !(await isAlive(leader)), grace);
  signalAll(await left(), 'SIGTERM');
  await until(async () => (await left()).length === 0, grace);
  const killed = AbortSignal.timeout(KILL_TIMEOUT);
  await until(async () => {
    const rest = await left();
    signalAll(rest, 'SIGKILL');
    return rest.length === 0;
  }, killed);
  if ((await left()).length > 0) {
    throw new Failed('server-timeout', 'A process of the server does not end.');
  }
}

/** True when a process has a child that runs. */
export async function hasChild(pid: number): Promise<boolean> {
  const table = await processTable();
  return [...table.values()].some(({ parent }) => parent === pid);
}

/** List what runs of a tree; `seen` is given all that belongs to it by now. */
async function survivors(
  tree: Tree,
  seen: Map<number, ProcessInfo>
): Promise<ProcessInfo[]> {
  const table = await processTable();
  const runs = ({ pid, started }: ProcessId) =>
    table.get(pid)?.started === started;
  const found = [...table.values()].filter(info => belongs(info, tree, table));
  found.push(...[...seen.values()].filter(runs));
  // The loop goes on over the children that it finds.
  for (const info of found) {
    seen.set(info.pid, info);
    for (const child of table.values()) {
      if (child.parent === info.pid && !found.includes(child)) {
        found.push(child);
      }
    }
  }
  return [...seen.values()].filter(runs);
}

/** True for kernels, and for the leader's group while its number is its own. */
function belongs(
  info: ProcessInfo,
  { leader, marker }: Tree,
  table: Map<number, ProcessInfo>
): boolean {
  const holder = table.get(leader.pid);
  const ours = holder === undefined || holder.started === leader.started;
  return (ours && info.group === leader.pid) || info.args.includes(marker);
}

async function until(
  done: () => Promise<boolean>,
  deadline: AbortSignal
): Promise<void> {
  while (!(await done()) && !deadline.aborted) {
    await sleep(POLL);
  }
}

function signalAll(ids: ProcessId[], name: NodeJS.Signals): void {
  for (const id of ids) {
    signal(id, name);
  }
}

function signal({ pid }: ProcessId, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch (error) {
    if (systemCode(error) !== 'ESRCH') {
      throw error;
    }
  }
}
