import { spawn } from 'node:child_process';
import type { ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';

type Child = ChildProcessByStdio<null, Readable, Readable>;

const children: Child[] = [];
afterEach(() => {
  for (const child of children.splice(0)) {
    child.kill('SIGKILL');
  }
});

/** Start the program as a person does. */
function start(...args: string[]): Child {
  return startWith({ PATH: process.env.PATH }, ...args);
}

function startWith(
  env: Record<string, string | undefined>,
  ...args: string[]
): Child {
  const program = join(__dirname, 'main.ts');
  const child = spawn(process.execPath, [program, '--no-open', ...args], {
    env,
    stdio: ['ignore', 'pipe', 'pipe']
  });
  children.push(child);
  return child;
}

/** Tell what the program prints until it has ended, and its exit code. */
async function outcome(child: Child): Promise<[string, number | null]> {
  const [out, err, [code]] = await Promise.all([
    child.stdout.toArray(),
    child.stderr.toArray(),
    once(child, 'exit') as Promise<[number | null]>
  ]);
  return [Buffer.concat([out, err].flat() as Buffer[]).toString(), code];
}

const addressOf = async (child: Child) => {
  const [bytes] = (await once(child.stdout, 'data')) as [Buffer];
  return /http:\S+/.exec(bytes.toString())?.[0] ?? '';
};

const newData = async () =>
  join(await mkdtemp(join(tmpdir(), 'main-')), 'data');

test('it says where projects are, and how to stop', async () => {
  const data = await newData();
  const child = start('--data', data);
  const [said] = (await once(child.stdout, 'data')) as [Buffer];

  expect(said.toString()).toContain(
    `Your projects are in ${join(data, 'projects')}. Ctrl-C stops`
  );
});

test('where no folder can be made it says so, and ends', async () => {
  const [text, code] = await outcome(start('--data', '/proc/x/y'));

  expect(text).toContain('/proc/x/y cannot be used: there can be no such');
  expect(text).not.toContain('    at ');
  expect(code).toBe(1);
});

test('without git it says so at once, and what to do', async () => {
  const [text, code] = await outcome(
    startWith({ PATH: '/nowhere' }, '--data', await newData())
  );
  expect(text).toBe(
    'git is missing: install it (Debian and Ubuntu: apt install git).\n'
  );
  expect(code).toBe(1);
});

test('it prints one address that opens, and ends in order', async () => {
  const data = await newData();
  const child = start('--data', data);
  const url = new URL(await addressOf(child));
  const page = await fetch(url, { redirect: 'manual' });

  expect(url.pathname).toBe('/services/projects/');
  expect(page.status).toBe(302);
  expect(page.headers.get('set-cookie')).toContain('projects-session-');
  expect(await readdir(data)).toEqual(
    expect.arrayContaining(['projects', 'environments', 'state'])
  );
  const exit = once(child, 'exit');
  child.kill('SIGINT');
  expect(await exit).toEqual([0, null]);
  expect(await readdir(join(data, 'state'))).not.toContain('companion.json');
});

test('a second start is told the first one’s address, and a third its port', async () => {
  const data = await newData();
  const first = start('--data', data);
  const { origin, port } = new URL(await addressOf(first));
  const [text, code] = await outcome(start('--data', data));
  expect(text).toContain(origin);
  expect(text).not.toContain('    at ');
  expect(code).toBe(1);

  // As after a crash: the same port, for the tabs that are open.
  first.kill('SIGKILL');
  await once(first, 'exit');
  const third = new URL(await addressOf(start('--data', data)));
  expect(third.port).toBe(port);
});

test('help and mistakes are said without starting anything', async () => {
  const [help, fine] = await outcome(start('--help'));
  expect(help).toContain('--allow-source');
  expect(fine).toBe(0);

  const [wrong, failed] = await outcome(start('--driver', 'jupyterhub'));
  expect(wrong).toBe(
    '--driver "jupyterhub" is not in this version: choose from "local" and "kubernetes".\n'
  );
  expect(failed).toBe(1);
});
