import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  isAlive,
  parsePs,
  processInfo,
  processTable
} from './process-table.ts';
import type { ProcessInfo } from './process-table.ts';
import { endTree } from './process-tree.ts';

const NONE = '/no/such/marker';

/** Run a script like a server, and wait until it says that it is up. */
async function started(script: string): Promise<ProcessInfo> {
  const child = spawn('sh', ['-c', script], {
    detached: true,
    stdio: ['ignore', 'pipe', 'ignore']
  });
  await once(child.stdout, 'data');
  child.stdout.destroy();
  return (await processInfo(child.pid!))!;
}

async function withArgument(text: string): Promise<ProcessInfo[]> {
  const all = [...(await processTable()).values()];
  return all.filter(({ args }) => args.includes(text));
}

test('a process is told from another that has its number', async () => {
  const leader = await started('echo up; exec sleep 600');

  expect(await isAlive(leader)).toBe(true);
  const other = { ...leader, started: 'another boot' };
  expect(await isAlive(other)).toBe(false);
  await endTree({ leader: other, marker: NONE }, 0);
  expect(await isAlive(leader)).toBe(true);

  await endTree({ leader, marker: NONE }, 1000);
  expect(await isAlive(leader)).toBe(false);
});

test('what has a session of its own ends with its server', async () => {
  const leader = await started(
    'setsid sleep 601.5 & setsid sh -c "trap \'\' TERM; sleep 601.5" & echo up; wait'
  );

  await endTree({ leader, marker: NONE }, 200);

  expect(await withArgument('601.5')).toEqual([]);
});

test('a kernel that lost its server is known by its connection file', async () => {
  const leader = await started(
    'setsid sh -c "sleep 602.5; :" /run/of/this/kernel-1.json & echo up; exec sleep 600'
  );
  process.kill(leader.pid, 'SIGKILL');

  await endTree({ leader, marker: '/run/of/this' }, 1000);

  expect(await withArgument('602.5')).toEqual([]);
});

test('reads what ps prints, but not what only waits to be reaped', () => {
  const text = `
    1     0     1 Ss   Sun Nov 22 08:15:00 2026 /sbin/launchd
  812     1   812 S+   Sun Nov  1 23:05:09 2026 python -m ipykernel -f /a b/k.json
  813   812   812 Z    Sun Nov 22 08:15:02 2026 <defunct>
`;

  expect(parsePs(text)).toEqual([
    {
      pid: 1,
      parent: 0,
      group: 1,
      started: 'Sun Nov 22 08:15:00 2026',
      args: '/sbin/launchd'
    },
    {
      pid: 812,
      parent: 1,
      group: 812,
      started: 'Sun Nov  1 23:05:09 2026',
      args: 'python -m ipykernel -f /a b/k.json'
    }
  ]);
});
