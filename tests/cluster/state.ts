/** A record of what runs: any later command finds and stops just that. */
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { RUN } from './folders.ts';
import { locked } from './lock.ts';
import { Process, runs } from './processes.ts';

export const STATE_FILE = join(RUN, 'state.json');

const State = z.object({
  processes: z.array(Process),
  kubeconfig: z.string(),
  /** `host:port` of the registry, plain http. */
  registry: z.string(),
  /** The host's address, as pods reach it. */
  bridge: z.string(),
  apiServer: z.string(),
  /** Programs of the control plane: `kubectl` and its like. */
  programs: z.string(),
  /** Written last by `up`. */
  ready: z.boolean()
});
export type State = z.infer<typeof State>;

/** Read what the last `up` wrote; nothing if there is none. */
export function readState(): State | undefined {
  try {
    return State.parse(JSON.parse(readFileSync(STATE_FILE, 'utf8')));
  } catch {
    return undefined;
  }
}

export function writeState(state: State): void {
  mkdirSync(RUN, { recursive: true });
  writeFileSync(`${STATE_FILE}.new`, JSON.stringify(state, null, 2));
  renameSync(`${STATE_FILE}.new`, STATE_FILE);
}

/** Find the process of that name, if it runs. */
export function running(state: State, name: string): Process | undefined {
  return state.processes.find(one => one.name === name && runs(one));
}

/** Start a process unless it runs, and write it down at once. */
export function keep(name: string, start: () => Process): Promise<void> {
  return locked('state', () => {
    const state = readState();
    if (!state) {
      throw new Error('No cluster runs: npm run cluster up');
    }
    if (!running(state, name)) {
      const others = state.processes.filter(one => one.name !== name);
      writeState({ ...state, processes: [...others, start()] });
    }
    return Promise.resolve();
  });
}
