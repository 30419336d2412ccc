/** Our control groups, in all hierarchies of version 1 or that of version 2. */
import {
  existsSync,
  mkdirSync,
  readdirSync,
  rmdirSync,
  writeFileSync
} from 'node:fs';
import { join } from 'node:path';
import type { Process } from './processes.ts';

const ROOT = '/sys/fs/cgroup';

/** The file of a group's limit of memory, in version 1 and in version 2. */
const LIMITS = ['memory.limit_in_bytes', 'memory.max'];

export function makeGroup(group: string): void {
  for (const hierarchy of hierarchies()) {
    mkdirSync(join(hierarchy, group), { recursive: true });
  }
}

/** Put a process into a group whose memory the kernel limits. */
export function limitMemory(
  group: string,
  bounded: Process,
  bytes: number
): void {
  makeGroup(group);
  for (const hierarchy of hierarchies()) {
    const folder = join(hierarchy, group);
    const limit = LIMITS.map(name => join(folder, name)).find(existsSync);
    if (limit !== undefined) {
      writeFileSync(limit, String(bytes));
      writeFileSync(join(folder, 'cgroup.procs'), String(bounded.pid));
    }
  }
}

export function removeGroup(group: string): void {
  for (const hierarchy of hierarchies()) {
    removeFolder(join(hierarchy, group));
  }
}

function removeFolder(folder: string): void {
  if (!existsSync(folder)) {
    return;
  }
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (entry.isDirectory()) {
      removeFolder(join(folder, entry.name));
    }
  }
  try {
    rmdirSync(folder);
  } catch {
    // A process that is still ending keeps its group; nothing depends on it.
  }
}

function hierarchies(): string[] {
  if (existsSync(join(ROOT, 'cgroup.controllers'))) {
    return [ROOT];
  }
  return readdirSync(ROOT)
    .filter(name => name !== 'unified')
    .map(name => join(ROOT, name));
}
