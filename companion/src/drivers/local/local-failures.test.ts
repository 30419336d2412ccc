import { mkdir, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  ADA,
  LocalSite,
  quietly,
  TOOL,
  VERSION
} from '../../testing/local-site.ts';
import { LABEXTENSION } from '../panel.ts';

let site: LocalSite;
beforeEach(async () => {
  site = await LocalSite.create();
});
afterEach(async () => {
  const left = await site.leftOver();
  await site.dispose();
  expect(left).toEqual([]);
});

/** A script that runs `before`, and then a real JupyterLab. */
const real = (before: string) => `${before}\nexec ${TOOL}/bin/jupyter-lab "$@"`;

test('a server that dies at start tells why, without its token', async () => {
  await site.scriptImage(
    'dies',
    `echo starting with the-secret-of-this-server
     ${TOOL}/bin/python -c 'import notebook_shim_of_nobody'`
  );

  const failed = site.start('dies');

  await expect(failed).rejects.toMatchObject({
    code: 'server-exited',
    message:
      'JupyterLab stopped with exit code 1: no module named "notebook_shim_of_nobody".',
    options: {
      values: {
        part: 'server',
        exitCode: '1',
        module: 'notebook_shim_of_nobody'
      },
      actions: ['retry', 'view-log', 'stay']
    }
  });
  const error: unknown = await failed.catch((reason: unknown) => reason);
  const { logTail } = (error as { options: { logTail: string[] } }).options;
  expect(logTail).toContain('starting with …');
  expect(await site.driver().list('ada')).toEqual([]);
});

test('a server that is killed at start tells by what', async () => {
  await site.scriptImage('killed', 'kill -KILL $$');

  await expect(site.start('killed')).rejects.toMatchObject({
    code: 'server-exited',
    message: 'JupyterLab was ended by SIGKILL.'
  });
});

test('a server that never answers is ended at the deadline', async () => {
  await site.scriptImage('never', 'trap "" TERM; sleep 600 & wait; sleep 600');
  const driver = site.driver({ stopGraceMs: 100 });
  const deadline = AbortSignal.timeout(500);

  await expect(
    driver.start(site.plan('never'), quietly(deadline))
  ).rejects.toMatchObject({
    code: 'server-timeout',
    options: { values: { part: 'server' } }
  });
  expect(await driver.list('ada')).toEqual([]);
});

test('a cancelled start leaves nothing, and can be tried again', async () => {
  await site.scriptImage('never', 'exec sleep 600');
  const driver = site.driver();
  const cancel = new AbortController();
  const report = () => {
    cancel.abort();
  };

  await expect(
    driver.start(site.plan('never'), quietly(cancel.signal, report))
  ).rejects.toMatchObject({ code: 'interrupted' });

  await site.realImage('real');
  await driver.start(site.plan('real'), quietly());
  await driver.stop(ADA);
});

test('a stop ends a start that is under way, and a second start is refused', async () => {
  await site.scriptImage('never', 'exec sleep 600');
  const driver = site.driver();
  const begun = Promise.withResolvers<string>();

  const first = driver.start(
    site.plan('never'),
    quietly(undefined, begun.resolve)
  );
  first.catch(() => undefined);
  await begun.promise;
  const busy = { code: 'project-busy' };
  await expect(
    driver.start(site.plan('never'), quietly())
  ).rejects.toMatchObject(busy);
  await driver.stop(ADA);

  await expect(first).rejects.toMatchObject({ code: 'interrupted' });
});

test('a JupyterLab without the panel is not ready', async () => {
  await site.scriptImage(
    'bare',
    real(
      'set -- "$@" --LabApp.extra_labextensions_path=/none; unset JUPYTER_PATH'
    )
  );

  await expect(site.start('bare')).rejects.toMatchObject({
    code: 'server-exited',
    options: { values: { part: 'panel' } }
  });
});

/** Make a copy of the panel as an earlier release has it. */
async function olderCopy(): Promise<string> {
  const folder = join(site.data, 'older');
  const _build = { load: 'static/older.js' };
  const copy = { name: LABEXTENSION, version: '0.0.1', jupyterlab: { _build } };
  await mkdir(join(folder, LABEXTENSION), { recursive: true });
  await writeFile(
    join(folder, LABEXTENSION, 'package.json'),
    JSON.stringify(copy)
  );
  return folder;
}

test.each(['jupyter_server_config', 'jupyter_lab_config'])(
  'an older copy of the panel that %s names gives way to ours',
  async file => {
    const settings = { extra_labextensions_path: [await olderCopy()] };
    await mkdir(join(site.home, '.jupyter'));
    await writeFile(
      join(site.home, '.jupyter', `${file}.json`),
      JSON.stringify({ LabApp: settings })
    );
    await site.realImage('real');

    await site.start('real');

    const { target, token } = (await site.driver().endpoint(ADA))!;
    const page = await fetch(`${target}/user/ada/penguins/lab?token=${token}`);
    expect(await page.text()).toContain('static/remoteEntry.1.js');
    await site.driver().stopAll();
  }
);

test('a JupyterLab that loads another copy of the panel is not ready', async () => {
  await site.realImage('real');
  // As an argument it overrides every file.
  const labextensions = [await olderCopy()];

  await expect(site.start('real', { labextensions })).rejects.toMatchObject({
    code: 'server-exited',
    message: `JupyterLab runs, but loads another copy of the Projects panel (0.0.1 instead of ${VERSION}).`,
    options: { values: { part: 'panel' } }
  });
});

test('another port is taken when the first is not free', async () => {
  const marker = join(site.data, 'tried');
  const taken = `[ -e '${marker}' ] || { > '${marker}'; for a in "$@"; do case $a in
      --ServerApp.port=*) echo "ERROR: port \${a#*=} is not available." ;;
    esac; done; exit 1; }`;
  await site.scriptImage('unlucky', real(taken));

  const server = await site.start('unlucky');

  expect(server.image).toBe('unlucky');
  expect(await readdir(site.data)).toContain('tried');
  await site.driver().stopAll();
});

test('a disk that is full is told as such', async () => {
  await site.scriptImage(
    'full',
    'echo "OSError: [Errno 28] No space left on device"; exit 1'
  );

  await expect(site.start('full')).rejects.toMatchObject({
    code: 'disk-full',
    options: { actions: expect.arrayContaining(['free-space']) as unknown }
  });
});

test('an image that was removed is told as such', async () => {
  await expect(site.start('gone')).rejects.toMatchObject({
    code: 'image-unavailable',
    options: { values: { image: 'gone' } }
  });
});

test.each([
  ['missing', () => Promise.resolve()],
  ['a file', (path: string) => writeFile(path, '')],
  ['a link', (path: string) => symlink('/', path)]
])('a folder that is %s starts nothing', async (_, make) => {
  await site.scriptImage('never', 'exec sleep 600');
  await rm(join(site.root, 'penguins'), { recursive: true });
  await make(join(site.root, 'penguins'));

  await expect(site.start('never')).rejects.toMatchObject({
    code: 'folder-missing',
    options: { values: { folder: 'penguins' } }
  });
});

test.each([
  { image: '../penguins' },
  { folder: '..' },
  { project: 'a/b' },
  { server: { user: 'ada', name: '../x' } }
])('nothing is looked for outside its place: %j', async changes => {
  const plan = site.plan('never', changes);

  await expect(site.driver().start(plan, quietly())).rejects.toMatchObject({
    code: 'invalid-request'
  });
});
