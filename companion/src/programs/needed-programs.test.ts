import { chmod, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GIT, requirePrograms, uvAt } from './needed-programs.ts';

const path = { PATH: process.env.PATH };

test('what is there is no matter', () => {
  expect(() => {
    requirePrograms([GIT], path);
  }).not.toThrow();
});

test('a program that is missing is named, with what to do', () => {
  expect(() => {
    requirePrograms([GIT], { PATH: '/nowhere' });
  }).toThrow('git is missing: install it (Debian and Ubuntu: apt install git)');
  expect(() => {
    requirePrograms([uvAt('/nowhere/uv')], path);
  }).toThrow('/nowhere/uv is missing: install it (pip install uv), or set');
});

test('as is one that does not run', async () => {
  const file = join(await mkdtemp(join(tmpdir(), 'programs-')), 'uv');
  await writeFile(file, '#!/bin/sh\nexit 3\n');
  await chmod(file, 0o755);
  expect(() => {
    requirePrograms([uvAt(file)], path);
  }).toThrow(`${file} does not run: install it`);
});
