import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { lastLines } from '../server-output.ts';
import { capLog, openLog, readLog } from './server-log.ts';

let folder: string;
let path: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'log-'));
  path = join(folder, 'logs', 'server-penguins.log');
});
afterEach(() => rm(folder, { recursive: true }));

test('a start begins a log of its own and keeps the one before', async () => {
  const first = await openLog(path);
  await first.write('first\n');
  await first.close();
  const second = await openLog(path);
  await second.write('second\n');
  await second.close();

  expect(await readFile(path, 'utf8')).toBe('second\n');
  expect(await readFile(`${path}.1`, 'utf8')).toBe('first\n');
  expect((await stat(path)).mode & 0o777).toBe(0o600);
});

test('a log that grew too long keeps its last lines, and its writer goes on', async () => {
  const log = await openLog(path);
  for (let line = 0; line < 100; line++) {
    await log.write(`line ${String(line)}\n`);
  }

  await capLog(path, 400);
  await log.write('after\n');
  await log.close();

  const lines = (await readFile(path, 'utf8')).split('\n');
  expect(lines.at(-2)).toBe('after');
  expect(lines.at(-3)).toBe('line 99');
  expect(lines[0]).toMatch(/^line [89]\d$/);
  expect((await stat(path)).size).toBeLessThan(200);
});

test('a log that is short or missing is left alone', async () => {
  await capLog(path);
  const log = await openLog(path);
  await log.write('short\n');
  await log.close();

  await capLog(path);

  expect(await readFile(path, 'utf8')).toBe('short\n');
});

test('the tail is the last lines without colours, blanks and the token', async () => {
  const log = await openLog(path);
  await log.write('x\n'.repeat(100));
  await log.write('\u001b[31mred\u001b[0m\r\n\n?token=s3cret\n');
  await log.close();

  const text = await readLog(path, 's3cret');

  const tail = lastLines(text);
  expect(tail).toHaveLength(20);
  expect(tail.slice(-2)).toEqual(['red', '?token=…']);
  expect(text).toContain('\u001b[31mred');
  expect(await readLog(join(folder, 'none'), 's3cret')).toBe('');
});
