import { spawnSync } from 'node:child_process';
import {
  chmod,
  lstat,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  readlink,
  rm,
  symlink,
  writeFile
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CHECK_CODES, checkFailure } from './volumes/check-codes.ts';

const OWN = '.jupyterlab-projects';
let scratch: string;
let root: string;
let log: string;

beforeEach(async () => {
  scratch = await mkdtemp(join(tmpdir(), 'check-'));
  root = join(scratch, 'projects');
  log = join(scratch, 'termination-log');
  await mkdir(join(root, 'ocean'), { recursive: true });
});
afterEach(() => rm(scratch, { recursive: true, force: true }));

/** Run the check; tell its code, and the failure that a driver makes of it. */
async function checked(env: Record<string, string>) {
  const main = join(__dirname, 'check-main.ts');
  const { status } = spawnSync(process.execPath, [main], {
    env: { CHECK_ROOT: root, CHECK_TERMINATION_LOG: log, ...env }
  });
  const message = await readFile(log, 'utf8').catch(() => '');
  return { status, message, failure: checkFailure(status ?? -1, message) };
}

test('a real folder passes, whatever its name, and nothing is made', async () => {
  const name = '$(touch x) -ü\n';
  await mkdir(join(root, name));

  expect(await checked({ CHECK_FOLDER: name })).toEqual({
    status: 0,
    message: '',
    failure: undefined
  });
  expect((await readdir(root)).sort()).toEqual([name, 'ocean']);
});

test.each([
  ['link', 'to-root', 'folder-missing'],
  ['link', 'dangling', 'folder-missing'],
  ['file', 'notes.txt', 'folder-missing'],
  ['missing', 'none', 'folder-missing'],
  ['escapes', '..', 'folder-missing'],
  ['escapes', '../etc', 'folder-missing'],
  ['escapes', OWN, 'folder-missing'],
  ['escapes', '', 'folder-missing']
] as const)(
  '%s: %j is refused with a sentence',
  async (outcome, name, code) => {
    await symlink('.', join(root, 'to-root'));
    await symlink('/nowhere', join(root, 'dangling'));
    await writeFile(join(root, 'notes.txt'), '');

    const { status, message, failure } = await checked({ CHECK_FOLDER: name });

    expect(status).toBe(CHECK_CODES[outcome]);
    expect(message.split('\n')[0]).toMatch(/^[^\n]*"[^\n]*\.$/);
    expect(failure).toMatchObject({
      code,
      message: message.split('\n')[0],
      options: { values: { reason: outcome, folder: name } }
    });
  }
);

test('a fill gets its partial folder, where there is room', async () => {
  const fill = {
    CHECK_FOLDER: 'sea',
    CHECK_OPERATION: 'op',
    CHECK_NEEDS_BYTES: '1000',
    CHECK_NEEDS_FILES: '10'
  };

  expect((await checked(fill)).status).toBe(0);

  expect(await readdir(join(root, OWN, 'partial'))).toEqual(['op']);
  expect((await lstat(join(root, OWN))).mode & 0o777).toBe(0o700);
});

test('a fill of a folder that is there is refused, and one too large', async () => {
  const there = await checked({ CHECK_FOLDER: 'ocean', CHECK_OPERATION: 'op' });
  expect(there.status).toBe(CHECK_CODES.exists);
  expect(there.failure).toMatchObject({ code: 'project-exists' });

  const large = await checked({
    CHECK_FOLDER: 'sea',
    CHECK_OPERATION: 'op',
    CHECK_NEEDS_BYTES: String(2 ** 60)
  });
  expect(large.status).toBe(CHECK_CODES['disk-full']);
  expect(large.failure).toMatchObject({
    code: 'disk-full',
    options: {
      values: {
        needed: String(2 ** 60),
        free: expect.stringMatching(/^\d+$/) as string
      },
      actions: ['free-space', 'stay']
    }
  });
  expect(await readdir(root)).toEqual(['ocean']);
});

test('a sentence that is too long for Kubernetes keeps its beginning', async () => {
  const from = `/${'ü'.repeat(1500)}`;
  const { message } = await checked({ CHECK_COPY: `${from}:${root}/to` });

  expect(message).toMatch(/^\/ü{1500} could not be copied to/);
  expect(Buffer.byteLength(message)).toBeLessThanOrEqual(4096);
});

test.each(['../out', 'a/../../out', 'a//b'])(
  'no folder is made outside of the volume, nor one without a name: %s',
  async folder => {
    const making = { CHECK_MAKE: JSON.stringify([folder]) };
    const { status, message } = await checked(making);

    expect(status).toBe(CHECK_CODES.misconfigured);
    expect(message).toContain('names no folder below the volume');
    expect(await readdir(scratch)).not.toContain('out');
  }
);

test('our folder that became a link is not gone through', async () => {
  await symlink(scratch, join(root, OWN));

  const { status } = await checked({ CHECK_OPERATION: 'op' });

  expect(status).toBe(CHECK_CODES.unavailable);
  expect((await readdir(scratch)).sort()).toEqual([
    'projects',
    'termination-log'
  ]);
});

test('copies folders and programs to the other containers', async () => {
  const from = join(scratch, 'labextension');
  const to = join(scratch, 'shared');
  await mkdir(join(from, 'static'), { recursive: true });
  await mkdir(to);
  await writeFile(join(from, 'static', 'a.js'), 'a');
  await symlink('static/a.js', join(from, 'main.js'));
  await writeFile(join(scratch, 'busybox'), '');
  await chmod(join(scratch, 'busybox'), 0o755);

  const { status } = await checked({
    CHECK_COPY: `${from}:${to}/panel\n${scratch}/busybox:${to}\n`
  });

  expect(status).toBe(0);
  expect(await readFile(join(to, 'panel/static/a.js'), 'utf8')).toBe('a');
  expect(await readlink(join(to, 'panel/main.js'))).toBe('static/a.js');
  expect((await lstat(join(to, 'busybox'))).mode & 0o777).toBe(0o755);
});

test('says what could not be copied, and what is not configured', async () => {
  const copy = await checked({ CHECK_COPY: '/nowhere/a:/nowhere/b' });
  expect(copy.status).toBe(CHECK_CODES['not-copied']);
  expect(copy.message).toContain('ENOENT');

  const none = await checked({ CHECK_ROOT: 'here' });
  expect(none.status).toBe(CHECK_CODES.misconfigured);
  expect(none.failure).toMatchObject({ code: 'internal' });
});

test('an exit code that is not ours says nothing', () => {
  expect(checkFailure(137, 'anything')).toBeUndefined();
  expect(checkFailure(CHECK_CODES.missing, '')).toMatchObject({
    code: 'folder-missing',
    options: { values: { reason: 'missing' } }
  });
  expect(checkFailure(CHECK_CODES.link, 'A.\n{"folder":1}')).toMatchObject({
    message: 'A.',
    options: { values: { reason: 'link' } }
  });
});
