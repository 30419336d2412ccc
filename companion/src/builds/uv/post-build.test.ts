import { access, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Failed } from '../../base/errors.ts';
import { startGitServer } from '../../testing/git-server.ts';
import type { GitServer } from '../../testing/git-server.ts';
import { UvBench } from '../../testing/uv-bench.ts';
import { environmentPaths } from './environment-paths.ts';

let server: GitServer;
let bench: UvBench;

beforeAll(async () => {
  server = await startGitServer();
});

beforeEach(async () => {
  bench = await UvBench.open(server);
});

afterEach(async () => {
  await bench.close();
});

afterAll(async () => {
  await server.close();
});

test('postBuild runs in the folder, in the environment, in a home of its own', async () => {
  await server.create('f/demo', {
    'binder/postBuild':
      '#!/bin/bash\npwd -P > where\npython -c "import sys; print(sys.prefix)" > prefix\necho "$REPO_DIR $HOME" > given\ntouch "$HOME/lost"\necho said\n'
  });

  const { id, log, phases } = await bench.build('f/demo');

  const read = async (name: string) =>
    (await readFile(join(bench.partial(id), name), 'utf8')).trim();
  expect(phases).toContain('running postBuild');
  expect(log).toContain('said\n');
  expect(log).toMatch(/outside the project's folder .* is not kept/);
  expect(await read('where')).toBe(bench.partial(id));
  expect(await read('prefix')).toBe(environmentPaths(bench.data, id).folder);
  const [repository, home] = (await read('given')).split(' ');
  expect(repository).toBe(bench.partial(id));
  expect(home).not.toBe(process.env.HOME);
  await expect(access(home ?? '')).rejects.toThrow();
});

test('what a postBuild writes into a package is in no other environment', async () => {
  const requirements = { 'requirements.txt': 'six==1.17.0\n' };
  await server.create('w/plain', requirements);
  await server.create('w/demo', {
    ...requirements,
    postBuild:
      '#!/bin/sh\nset -e\nfile=$(python -c "import six; print(six.__file__)")\necho "changed = True" >> "$file"\n'
  });

  const before = await bench.build('w/plain');
  const changed = await bench.build('w/demo');
  const after = await bench.build('w/plain');

  const has = ({ id }: typeof before) =>
    bench.python(id, 'import six; print(hasattr(six, "changed"))');
  expect(await has(changed)).toBe('True');
  expect(await has(before)).toBe('False');
  expect(await has(after)).toBe('False');
});

test('a postBuild that fails leaves nothing', async () => {
  await server.create('g/demo', {
    postBuild: '#!/bin/sh\necho working\necho broken >&2\nexit 7\n'
  });

  await expect(bench.build('g/demo')).rejects.toMatchObject({
    code: 'postbuild-failed',
    options: {
      file: 'postBuild',
      values: { exitCode: '7' },
      logTail: expect.arrayContaining(['broken']) as string[]
    }
  });
  expect(await bench.left()).toEqual([]);
});

test('a postBuild that leads out of the repository is refused', async () => {
  await server.create('l/demo', { postBuild: { link: '/dev/zero' } });

  await expect(bench.build('l/demo')).rejects.toMatchObject({
    code: 'unsupported-environment',
    options: { file: 'postBuild', values: { reason: 'outside' } }
  });
  expect(await bench.left()).toEqual([]);
});

test('a cancelled build ends what runs and leaves nothing', async () => {
  await server.create('h/demo', {
    postBuild: '#!/bin/sh\nsleep 600 &\necho "pid $!"\nwait\n'
  });
  const abort = new AbortController();
  let pid = 0;

  await expect(
    bench.build('h/demo', {
      signal: abort.signal,
      onText: text => {
        const found = /^pid (\d+)$/m.exec(text)?.[1];
        if (found !== undefined) {
          pid = Number(found);
          abort.abort(new Error('cancelled'));
        }
      }
    })
  ).rejects.toThrow('cancelled');

  expect(await isGone(pid)).toBe(true);
  expect(await bench.left()).toEqual([]);
});

async function isGone(pid: number): Promise<boolean> {
  try {
    const text = await readFile(`/proc/${String(pid)}/stat`, 'utf8');
    return text.includes(') Z ');
  } catch {
    return true;
  }
}

test('a password that a script says is in no log and no answer', async () => {
  await server.create('s/demo', {
    postBuild: '#!/bin/sh\necho "from https://ada:s3cret@host.test/x"\nexit 1\n'
  });
  let failure: unknown;

  await bench.build('s/demo').catch((error: unknown) => {
    failure = error;
  });

  const said = JSON.stringify([bench.log, (failure as Failed).options]);
  expect(said).toContain('https://***@host.test/x');
  expect(said).not.toContain('s3cret');
});
