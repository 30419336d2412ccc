import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type * as Module from './lock.ts';

let folder: string;
let locked: typeof Module.locked;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'projects-lock-'));
  process.env.XDG_CACHE_HOME = folder;
  ({ locked } = await import('./lock.ts'));
});

afterAll(() => {
  delete process.env.XDG_CACHE_HOME;
  rmSync(folder, { recursive: true });
});

it('works under one lock follow each other', async () => {
  const order: string[] = [];
  let second: Promise<unknown> | undefined;
  await locked('one', async () => {
    second = locked('one', () => Promise.resolve(order.push('second')));
    // While this runs, the holder of the second lock is started.
    await locked('another', () => Promise.resolve());
    order.push('first');
  });
  await second;

  expect(order).toEqual(['first', 'second']);
});

it('a work that fails lets the next one in', async () => {
  await expect(
    locked('one', () => Promise.reject(new Error('broken')))
  ).rejects.toThrow('broken');

  expect(await locked('one', () => Promise.resolve('next'))).toBe('next');
});
