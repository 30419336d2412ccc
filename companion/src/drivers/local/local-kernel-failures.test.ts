import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { LocalSite, quietly, TOOL } from '../../testing/local-site.ts';

let site: LocalSite;
beforeEach(async () => {
  site = await LocalSite.create();
});
afterEach(async () => {
  const left = await site.leftOver();
  await site.dispose();
  expect(left).toEqual([]);
});

/** Make a JupyterLab whose kernel is the command `argv`. */
async function kernelImage(
  image: string,
  argv: string[],
  before = ''
): Promise<void> {
  const share = join(site.data, 'broken');
  await mkdir(join(share, 'kernels', 'python3'), { recursive: true });
  await writeFile(
    join(share, 'kernels', 'python3', 'kernel.json'),
    JSON.stringify({ argv, display_name: 'Broken', language: 'python' })
  );
  const path = `export JUPYTER_PATH="${share}:$JUPYTER_PATH"`;
  await site.scriptImage(
    image,
    `${before}\n${path}\nexec ${TOOL}/bin/jupyter-lab "$@"`
  );
}

test('a kernel that dies is told as such', async () => {
  const python = join(TOOL, 'bin', 'python');
  const code = 'import ipykernel_of_nobody';
  // A kernel is known by its connection file.
  await kernelImage('dead', [python, '-c', code, '{connection_file}']);

  await expect(site.start('dead')).rejects.toMatchObject({
    code: 'server-exited',
    message:
      'JupyterLab runs, but its kernel did not start: no module named "ipykernel_of_nobody".',
    options: { values: { part: 'kernel', module: 'ipykernel_of_nobody' } }
  });
});

test('what a server says as it is ended does not hide why', async () => {
  const folder = join(site.data, 'says');
  await mkdir(folder);
  await writeFile(
    join(folder, 'sitecustomize.py'),
    `import atexit, sys
if any('jupyter-lab' in part for part in sys.orig_argv):
    atexit.register(lambda: [print('RuntimeError: ended', file=sys.stderr) for _ in range(30)])
`
  );
  const python = join(TOOL, 'bin', 'python');
  const argv = [python, '-c', 'import nothing_of_ours', '{connection_file}'];
  await kernelImage('ended', argv, `export PYTHONPATH="${folder}"`);

  await expect(site.start('ended')).rejects.toMatchObject({
    options: { values: { part: 'kernel', module: 'nothing_of_ours' } }
  });
});

test('a kernel that cannot be run is told as such', async () => {
  await kernelImage('none', ['/nowhere/python', '{connection_file}']);

  await expect(site.start('none')).rejects.toMatchObject({
    code: 'server-exited',
    options: { values: { part: 'kernel' } }
  });
});

test('a kernel that never answers is told as such at the deadline', async () => {
  await kernelImage('mute', ['sleep', '600', '{connection_file}']);
  const deadline = new AbortController();
  const report = (message: string) => {
    if (message === 'Starting a kernel') {
      deadline.abort(new DOMException('late', 'TimeoutError'));
    }
  };

  await expect(
    site.driver().start(site.plan('mute'), quietly(deadline.signal, report))
  ).rejects.toMatchObject({
    code: 'server-timeout',
    options: { values: { part: 'kernel' } }
  });
});
