import { execFile } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { promisify } from 'node:util';

/** Names one process for good: numbers are used again, start times are not. */
export interface ProcessId {
  readonly pid: number;
  readonly started: string;
}

export interface ProcessInfo extends ProcessId {
  readonly parent: number;
  readonly group: number;
  /** Its command line. */
  readonly args: string;
}

/** List this machine's processes that are not just waiting to be reaped. */
export async function processTable(): Promise<Map<number, ProcessInfo>> {
  const found =
    process.platform === 'linux' ? await fromProc() : await fromPs(['-A']);
  return new Map(found.map(info => [info.pid, info]));
}

/** Find one process; `undefined` when it ended. */
export async function processInfo(
  pid: number
): Promise<ProcessInfo | undefined> {
  return process.platform === 'linux'
    ? readStat(String(pid), await bootId())
    : (await fromPs(['-p', String(pid)]))[0];
}

/** True while the same process still runs, not another with its number. */
export async function isAlive(id: ProcessId): Promise<boolean> {
  return (await processInfo(id.pid))?.started === id.started;
}

async function fromProc(): Promise<ProcessInfo[]> {
  const boot = await bootId();
  const names = (await readdir('/proc')).filter(name => /^\d+$/.test(name));
  const found = await Promise.all(names.map(name => readStat(name, boot)));
  return found.filter(info => info !== undefined);
}

/** Read the id of the boot, from which start times are counted. */
async function bootId(): Promise<string> {
  return (await readFile('/proc/sys/kernel/random/boot_id', 'utf8')).trim();
}

async function readStat(
  pid: string,
  boot: string
): Promise<ProcessInfo | undefined> {
  const [stat, args] = await Promise.all(
    ['stat', 'cmdline'].map(file =>
      readFile(`/proc/${pid}/${file}`, 'utf8').catch(() => '')
    )
  );
  if (stat === undefined || args === undefined) {
    return undefined;
  }
  // The second field is the command's name, which may hold anything.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const [state, parent, group] = fields;
  return stat === '' || state === 'Z' || state === 'X'
    ? undefined
    : {
        pid: Number(pid),
        parent: Number(parent),
        group: Number(group),
        args: args.replaceAll('\0', ' '),
        started: `${boot}/${fields[19] ?? ''}`
      };
}

async function fromPs(which: string[]): Promise<ProcessInfo[]> {
  const columns = ['-ww', '-o', 'pid=,ppid=,pgid=,stat=,lstart=,args='];
  const { stdout } = await promisify(execFile)('ps', [...which, ...columns], {
    maxBuffer: 64 * 1024 ** 2,
    env: { LC_ALL: 'C', PATH: '/bin:/usr/bin' }
  }).catch(() => ({ stdout: '' }));
  return parsePs(stdout);
}

/** A start time is five words: `Sun Nov 22 08:15:00 2026`. */
const PS_LINE = /^\s*(\d+)\s+(\d+)\s+(\d+)\s+(\S+)\s+((?:\S+\s+){5})(.*)$/;

/** Parse the output of `ps -o pid=,ppid=,pgid=,stat=,lstart=,args=`. */
export function parsePs(text: string): ProcessInfo[] {
  return text.split('\n').flatMap(line => {
    const [, pid, parent, group, state, started, args] =
      PS_LINE.exec(line) ?? [];
    return args === undefined || state?.startsWith('Z')
      ? []
      : [
          {
            pid: Number(pid),
            parent: Number(parent),
            group: Number(group),
            started: started?.trim() ?? '',
            args
          }
        ];
  });
}
