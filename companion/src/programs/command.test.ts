import { mkdtemp, readFile, readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { run } from './command.ts';
import type { Command } from './command.ts';

const shell = async (
  script: string,
  more: Partial<Pick<Command, 'signal' | 'onText' | 'limit'>> = {}
) => {
  const cwd = await mkdtemp(join(tmpdir(), 'command-'));
  const result = run({
    file: '/bin/sh',
    args: ['-c', script],
    cwd,
    env: { PATH: process.env.PATH ?? '' },
    signal: AbortSignal.timeout(30_000),
    ...more
  });
  return { cwd, result };
};

test('exit code, output and the last lines are told', async () => {
  const said: string[] = [];
  const { result } = await shell('echo out; echo err >&2; exit 3', {
    onText: text => said.push(text)
  });

  expect(await result).toMatchObject({ exitCode: 3, stdout: 'out\n' });
  expect(said.sort()).toEqual(['err\n', 'out\n']);
});

test('nothing of our environment is passed on', async () => {
  const { result } = await shell('env | cut -d= -f1 | sort');

  const names = (await result).stdout.split('\n');
  expect(names).toContain('PATH');
  expect(names).not.toContain('HOME');
});

test('an abort ends the whole group, also what does not listen', async () => {
  const abort = new AbortController();
  const { cwd, result } = await shell(
    `trap '' TERM; (trap '' TERM; while :; do sleep 0.1; done) & echo $! > pid.part; mv pid.part pid; echo up; wait; while :; do sleep 0.1; done`,
    {
      signal: abort.signal,
      onText: () => {
        abort.abort(new Error('cancelled'));
      }
    }
  );

  await expect(result).rejects.toThrow('cancelled');
  const pid = Number(await readFile(join(cwd, 'pid'), 'utf8'));
  expect(await isGone(pid)).toBe(true);
});

test('nothing outlives the process that ran it', async () => {
  const program = `
    const { run } = await import(${JSON.stringify(join(__dirname, 'command.ts'))});
    void run({
      file: '/bin/sh', args: ['-c', "trap '' TERM; echo $$; exec sleep 600"],
      cwd: '/', env: { PATH: process.env.PATH }, signal: new AbortController().signal,
      onText: text => process.stdout.write(text, () => process.exit(0))
    });`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', program]);
  const [said] = (await once(child.stdout, 'data')) as [Buffer];
  const pid = Number(said);
  expect(pid).toBeGreaterThan(1);
  while (!(await isGone(pid))) {
    await new Promise(resolve => setImmediate(resolve));
  }
});

test('a process that is left in the background does not hold the end', async () => {
  const { result } = await shell('sleep 600 & echo done');

  expect(await result).toMatchObject({ exitCode: 0, stdout: 'done\n' });
});

test('nothing is started for a signal that is aborted already', async () => {
  const { cwd, result } = await shell('touch started', {
    signal: AbortSignal.abort(new Error('cancelled'))
  });

  await expect(result).rejects.toThrow('cancelled');
  expect(await readdir(cwd)).toEqual([]);
});

test('a missing program is one sentence', async () => {
  await expect(
    run({
      file: 'no-such-program',
      args: [],
      cwd: tmpdir(),
      env: {},
      signal: AbortSignal.timeout(30_000)
    })
  ).rejects.toMatchObject({
    code: 'unavailable',
    message: 'no-such-program cannot be run.'
  });
});

/** True once killed, though its new parent may not have reaped it yet. */
async function isGone(pid: number): Promise<boolean> {
  try {
    const stat = await readFile(`/proc/${String(pid)}/stat`, 'utf8');
    return stat.includes(') Z ');
  } catch {
    return true;
  }
}

test('what prints without end is ended, and says so', async () => {
  const { result } = await shell('yes', { limit: 100_000 });

  await expect(result).rejects.toMatchObject({
    code: 'payload-too-large',
    message: '/bin/sh printed more than 100000 characters.',
    options: { values: { program: '/bin/sh' } }
  });
});
