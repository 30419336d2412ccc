import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Cluster, type Namespace, useCluster } from './cluster.ts';
import type { ImageName } from './images.ts';

let cluster: Cluster;
let space: Namespace;

beforeAll(async () => {
  cluster = await useCluster();
  space = await cluster.namespace('images');
});

afterAll(() => space.remove());

interface End {
  readonly code: number;
  readonly said: string;
}

/** Run an image's own program, or that command; return its end and output. */
async function ended(
  image: ImageName,
  command?: readonly string[]
): Promise<End> {
  return endedPod(image, await cluster.image(image), command);
}

async function endedPod(
  name: string,
  image: string,
  command?: readonly string[]
): Promise<End> {
  await space.kubectl(['apply', '-f', '-'], {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name },
    spec: {
      restartPolicy: 'Never',
      containers: [{ name: 'one', image, command }]
    }
  });
  const state = '{.status.containerStatuses[0].state.terminated';
  await space.kubectl([
    ...['wait', `--for=jsonpath=${state}.exitCode}`, `pod/${name}`],
    '--timeout=90s'
  ]);
  return {
    code: Number(
      await space.kubectl([
        ...['get', 'pod', name, '-o', `jsonpath=${state}.exitCode}`]
      ])
    ),
    said: await space.kubectl(['logs', name])
  };
}

it.each<[ImageName, string[], string]>([
  ['penguins', ['python3', '-c', 'import tabulate; print("yes")'], 'yes'],
  ['ocean', ['python3', '-c', 'import humanize; print("yes")'], 'yes'],
  ['lab40', ['jupyter', 'lab', '--version'], '4.0.'],
  ['lab42', ['jupyter', 'lab', '--version'], '4.2.'],
  ['root-user', ['id', '-u'], '0'],
  [
    'other-user',
    ['sh', '-c', 'id -u; echo $HOME; pwd'],
    '1001\n/home/ubuntu\n/srv/repository'
  ],
  ['no-jupyter', ['sh', '-c', 'command -v jupyter || echo none'], 'none'],
  [
    'own-extension',
    ['jupyter', 'labextension', 'list'],
    'jupyterlab-projects v0.0.1'
  ]
])('lab:%s is what its name says', async (image, command, answer) => {
  const { code, said } = await ended(image, command);

  expect(said).toContain(answer);
  expect(code).toBe(0);
});

it('a context of a test is built on our images and runs in a pod', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'projects-context-'));
  try {
    await writeFile(
      join(folder, 'Dockerfile'),
      'FROM lab:debian\nARG WORD\nRUN echo "$WORD" >/word\nCMD ["cat", "/word"]\n'
    );
    const context = { folder, name: 'own:test', args: { WORD: 'built' } };

    const reference = await cluster.build(context);

    expect(reference).toMatch(/\/own@sha256:[0-9a-f]{64}$/);
    expect(await endedPod('own', reference)).toEqual({
      code: 0,
      said: 'built\n'
    });
  } finally {
    await rm(folder, { recursive: true });
  }
});

it('lab:broken ends at once and says why', async () => {
  expect(await ended('broken')).toEqual({
    code: 1,
    said: expect.stringContaining('cannot import name broken') as string
  });
});

it('lab:hostile springs a trap when its shell is called', async () => {
  const { said } = await ended('hostile', ['sh', '-c', 'echo harmless']);

  expect(said).toContain('trapped: /usr/bin/sh -c echo harmless');
});

it('lab:no-shell cannot run a shell', async () => {
  await space.kubectl([
    ...['run', 'no-shell', `--image=${await cluster.image('no-shell')}`],
    ...['--restart=Never', '--command', '--', 'sh']
  ]);

  await space.kubectl([
    ...['wait', 'pod/no-shell', '--timeout=60s'],
    '--for=jsonpath={.status.containerStatuses[0].state.terminated.reason}=StartError'
  ]);
});
