import { setTimeout as sleep } from 'node:timers/promises';
import { Failed } from '../../errors.ts';
import { systemCode } from '../../volumes/volume-failure.ts';
import { isAlive, processTable } from './process-table.ts';
import type { ProcessId, ProcessInfo } from './process-table.ts';

const POLL = 50;
/** What SIGKILL does not end within this waits for a device. */
const KILL_TIMEOUT = 5000;

/**
 * End a process and all that it started: it is asked, so that it can end its
 * kernels and terminals itself (they are sessions of their own); what is left
 * is asked, too, and at the deadline killed.
 */
export async function endTree(
  leader: ProcessId,
  graceMs: number
): Promise<void> {
  const grace = AbortSignal.timeout(graceMs);
  const tree = new Map<number, ProcessInfo>();
  const left = () => survivors(leader, tree);
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

/** What runs of `tree`, after adding to it what belongs to it by now. */
async function survivors(
  leader: ProcessId,
  tree: Map<number, ProcessInfo>
): Promise<ProcessInfo[]> {
  const table = await processTable();
  for (const info of table.values()) {
    if (belongs(info, leader, table)) {
      tree.set(info.pid, info);
    }
  }
  let grown = true;
  while (grown) {
    grown = false;
    for (const info of table.values()) {
      const parent = tree.get(info.parent);
      const ours = parent && table.get(parent.pid)?.started === parent.started;
      if (ours && !tree.has(info.pid)) {
        tree.set(info.pid, info);
        grown = true;
      }
    }
  }
  return [...tree.values()].filter(
    ({ pid, started }) => table.get(pid)?.started === started
  );
}

/** The leader and its group, as long as no other process has its number. */
function belongs(
  info: ProcessInfo,
  leader: ProcessId,
  table: Map<number, ProcessInfo>
): boolean {
  const holder = table.get(leader.pid);
  return (
    info.group === leader.pid &&
    (holder === undefined || holder.started === leader.started)
  );
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
