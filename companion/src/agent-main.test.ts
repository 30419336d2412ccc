import { execFile, spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { on, once } from 'node:events';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { AgentClient } from './volumes/agent-client.ts';

const SECRET = 'a secret of this launch';
let root: string;
let agent: ChildProcess | undefined;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'agent-main-'));
});
afterEach(async () => {
  agent?.kill('SIGKILL');
  await rm(root, { recursive: true, force: true });
});

/** Start the agent and wait for its first line. */
async function start(env: Record<string, string>): Promise<string> {
  const main = join(__dirname, 'agent-main.ts');
  agent = spawn(process.execPath, [main], {
    env,
    stdio: ['ignore', 'ignore', 'pipe']
  });
  const [line] = (await once(agent.stderr!, 'data')) as [Buffer];
  return line.toString();
}

test('serves the volume, and ends at once when it is told to', async () => {
  const line = await start({
    PATH: process.env.PATH ?? '',
    AGENT_SECRET: SECRET,
    AGENT_ROOT: root,
    AGENT_PORT: '0'
  });
  const url = `http://127.0.0.1:${/\d+/.exec(line)?.[0] ?? ''}`;
  const connect = () => Promise.resolve({ url, secret: SECRET });
  const client = new AgentClient({ root, connect });

  await client.prepare('op');
  await client.publish('op', 'ocean');

  expect((await readdir(root)).sort()).toEqual([
    '.jupyterlab-projects',
    'ocean'
  ]);
  const exit = once(agent!, 'exit');
  agent!.kill('SIGTERM');
  expect(await exit).toEqual([0, null]);
});

test('lives on when it is not configured, and says what lacks', async () => {
  const line = await start({ AGENT_ROOT: 'here' });

  expect(line).toContain('AGENT_SECRET');
  expect(line).not.toContain('here');
  const exit = once(agent!, 'exit');
  agent!.kill('SIGTERM');
  expect(await exit).toEqual([0, null]);
});

test('begins again when it is killed, until the pod is to end', async () => {
  const bundles = join(root, 'bundles');
  const build = join(__dirname, '../../scripts/build-pod.ts');
  await promisify(execFile)(process.execPath, [build, bundles]);
  const script = join(__dirname, '../bin/agent.sh');
  agent = spawn(script, [join(bundles, 'agent.mjs')], {
    env: {
      PATH: process.env.PATH ?? '',
      AGENT_SECRET: SECRET,
      AGENT_ROOT: root,
      AGENT_PORT: '0'
    },
    stdio: ['ignore', 'ignore', 'pipe']
  });
  await says('listening');
  const pid = String(agent.pid);
  const tasks = `/proc/${pid}/task/${pid}/children`;
  const child = Number.parseInt(await readFile(tasks, 'utf8'), 10);
  const again = says('listening');

  process.kill(child, 'SIGKILL');
  await again;

  const exit = once(agent, 'exit');
  agent.kill('SIGTERM');
  expect(await exit).toEqual([0, null]);
});

async function says(words: string): Promise<void> {
  for await (const [chunk] of on(agent!.stderr!, 'data')) {
    if (String(chunk).includes(words)) {
      return;
    }
  }
}
