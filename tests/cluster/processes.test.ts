import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type * as Module from './processes.ts';
import { until } from './waiting.ts';

let folder: string;
let processes: typeof Module;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'projects-processes-'));
  process.env.XDG_CACHE_HOME = folder;
  processes = await import('./processes.ts');
});

afterAll(() => {
  delete process.env.XDG_CACHE_HOME;
  rmSync(folder, { recursive: true });
});

it('a process runs until it is ended, and its log has its name', async () => {
  const { end, launch, logOf, runs } = processes;
  const started = launch('talker', 'sh', ['-c', 'echo here; exec sleep 60']);
  expect(runs(started)).toBe(true);
  await until(
    () => readFileSync(logOf('talker'), 'utf8') === 'here\n',
    'What it says',
    30
  );

  await end(started, 10);

  expect(runs(started)).toBe(false);
});

it('one that does not listen is killed after the patience', async () => {
  const { end, launch, runs } = processes;
  const started = launch('deaf', 'sh', [
    '-c',
    'trap "" TERM; while true; do sleep 0.1; done'
  ]);

  await end(started, 0.3);

  expect(runs(started)).toBe(false);
});

it('a later process with the same pid is left alone', async () => {
  const { end, launch, runs } = processes;
  const other = launch('other', 'sleep', ['60']);

  await end({ ...other, started: '1' }, 1);

  expect(runs(other)).toBe(true);
  await end(other, 10);
});
