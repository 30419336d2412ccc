import { mkdtemp, readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BuildLog } from './build-log.ts';
import type { LogChunk } from './build-log.ts';

const newFolder = () => mkdtemp(join(tmpdir(), 'logs-'));

test('a log is read from any byte offset', async () => {
  const log = new BuildLog({ folder: await newFolder(), id: 'a', open: true });
  log.append('one\n');
  log.append('two\n');

  expect(log.read(4)).toEqual({
    offset: 4,
    next: 8,
    text: 'two\n',
    complete: false
  });
});

test('another process finds the whole log and goes on with it', async () => {
  const folder = await newFolder();
  new BuildLog({ folder, id: 'a', open: true }).append('before\n');
  const again = new BuildLog({ folder, id: 'a', open: true });
  again.append('after\n');

  expect(again.all(0).text).toBe('before\nafter\n');
});

test('of a log that is too long the head and the tail are kept', async () => {
  const folder = await newFolder();
  const log = new BuildLog({ folder, id: 'a', open: true, pieceBytes: 10 });
  const lines = Array.from({ length: 100 }, (_, n) => `line ${String(n)}\n`);
  for (const line of lines) {
    log.append(line);
  }
  log.end();

  const { text, next, dropped, complete } = log.all(0);
  expect(text).toMatch(/^line 0\nline 1\n.*line 98\nline 99\n$/s);
  expect(next).toBe(lines.join('').length);
  expect(dropped).toBe(next - text.length);
  expect(dropped).toBeGreaterThan(500);
  expect(complete).toBe(true);
  expect(await readdir(folder)).toHaveLength(3);
  expect(new BuildLog({ folder, id: 'a', open: false }).all(0).text).toBe(text);
});

test('a chunk never ends inside a character', async () => {
  const log = new BuildLog({ folder: await newFolder(), id: 'a', open: true });
  const text = `x${'é€𝄞'.repeat(20_000)}`;
  log.append(text);
  log.end();

  expect(log.read(0).text.endsWith('\ufffd')).toBe(false);
  expect(log.all(0).text).toBe(text);
});

test('who follows gets what is there, what comes, and the end', async () => {
  const log = new BuildLog({ folder: await newFolder(), id: 'a', open: true });
  log.append('one\n');
  const chunks: LogChunk[] = [];
  const following = (async () => {
    for await (const chunk of log.follow(0, new AbortController().signal)) {
      chunks.push(chunk);
      if (chunks.length === 1) {
        setImmediate(() => {
          log.append('two\n');
          log.end();
        });
      }
    }
  })();
  await following;

  expect(chunks.map(chunk => chunk.text).join('')).toBe('one\ntwo\n');
  expect(chunks.at(-1)?.complete).toBe(true);
});

test('who stops to follow is let go', async () => {
  const log = new BuildLog({ folder: await newFolder(), id: 'a', open: true });
  const stop = new AbortController();
  const next = log.follow(0, stop.signal).next();
  stop.abort();

  expect((await next).done).toBe(true);
});

test('the log of a build that wrote nothing is complete once it ended', async () => {
  const log = new BuildLog({ folder: await newFolder(), id: 'a', open: false });

  expect(log.read(0)).toEqual({
    offset: 0,
    next: 0,
    text: '',
    complete: true
  });
});

test('the last lines leave out empty ones', async () => {
  const log = new BuildLog({ folder: await newFolder(), id: 'a', open: true });
  log.append('one\r\n\ntwo  \n\nthree');

  expect(log.lastLines(2)).toEqual(['two', 'three']);
});

test('a removed log leaves no file', async () => {
  const folder = await newFolder();
  const log = new BuildLog({ folder, id: 'a', open: true, pieceBytes: 1 });
  log.append('one');
  log.append('two');
  log.remove();

  expect(await readdir(folder)).toEqual([]);
});
