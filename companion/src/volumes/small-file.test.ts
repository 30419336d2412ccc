import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readSmallFile } from './small-file.ts';

let folder: string;
const path = (name: string) => join(folder, name);
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'small-'));
  writeFileSync(path('file'), '12345');
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

test('a file is read up to its limit', async () => {
  expect(await readSmallFile(path('file'), 5)).toBe('12345');
  expect(await readSmallFile(path('file'), 4)).toBeUndefined();
});

test('what is no plain file is none, and nobody waits for it', async () => {
  symlinkSync(path('file'), path('link'));
  execFileSync('mkfifo', [path('pipe')]);

  for (const name of ['link', 'pipe', 'none', 'file/none']) {
    expect(await readSmallFile(path(name), 100)).toBeUndefined();
  }
  expect(await readSmallFile(folder, 100)).toBeUndefined();
  expect(await readSmallFile('/dev/zero', 100)).toBeUndefined();
});
