/** A claim that was a plain home becomes one of projects: PB-35. */
import { OutsideMoved } from '../../companion/src/contract/contract.ts';
import { claimFolder, everythingIn } from './claim-files.ts';
import type { Tree } from './claim-files.ts';
import { CompanionBench } from './companion-bench.ts';
import { USER } from './places.ts';
import { quickImage } from './quick-image.ts';

const CLAIM = `projects-${USER}`;
/** Entries that an open adds: ours, the person's packages, the new folder. */
const ADDED = ['.jupyterlab-projects', '.user', 'ocean'];

/** Makes a home as people leave it, with all that careless moves would lose. */
const HOME = `
set -e
cd /home/jovyan
echo '{"cells": []}' > thesis.ipynb
echo 'export A=1' > .bashrc
mkdir -p .ssh .config/empty 'data of 2024/raw'
echo secret > .ssh/id_ed25519
chmod 700 .ssh; chmod 600 .ssh/id_ed25519
head -c 300000 /dev/urandom > 'data of 2024/raw/ünï.bin'
ln thesis.ipynb same.ipynb
ln -s 'data of 2024/raw' .latest
ln -s /nowhere dangling
printf '#!/bin/sh\n' > run.sh; chmod 755 run.sh
echo x > ./-dash
chmod 500 'data of 2024/raw'
touch -d '2001-02-03' thesis.ipynb .bashrc
`;

let bench: CompanionBench;
let root: string;
let home: Tree;

beforeAll(async () => {
  bench = await CompanionBench.open(async cluster => ({
    projects: { ocean: [await quickImage(cluster)] }
  }));
  await makeHome(await bench.cluster.image('base'));
  root = await claimFolder(bench.cluster, bench.namespace, CLAIM);
  home = await everythingIn(root);
  await bench.start();
}, 300_000);

afterAll(async () => {
  await bench.close();
});

/** Make the home by a pod that is not ours, as the hub before us did. */
async function makeHome(image: string): Promise<void> {
  const claim = {
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    metadata: { name: CLAIM },
    spec: {
      accessModes: ['ReadWriteOnce'],
      resources: { requests: { storage: '1Gi' } }
    }
  };
  const pod = {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'earlier' },
    spec: {
      restartPolicy: 'Never',
      securityContext: { runAsUser: 1000, runAsGroup: 1000 },
      containers: [
        {
          ...{ name: 'notebook', image, command: ['sh', '-c', HOME] },
          volumeMounts: [{ name: 'home', mountPath: '/home/jovyan' }]
        }
      ],
      volumes: [{ name: 'home', persistentVolumeClaim: { claimName: CLAIM } }]
    }
  };
  for (const object of [claim, pod]) {
    await bench.namespace.kubectl(['apply', '-f', '-'], object);
  }
  await bench.namespace.kubectl([
    ...['wait', 'pod/earlier', '--timeout=60s'],
    '--for=jsonpath={.status.phase}=Succeeded'
  ]);
}

async function send(path: string, body: object): Promise<Response> {
  const answer = await bench.api(path, {
    method: 'POST',
    body: JSON.stringify(body)
  });
  expect([path, answer.ok]).toEqual([path, true]);
  return answer;
}

test('it opens without the loss of a file, a mode or a date', async () => {
  await bench.moveTo('ocean');
  expect(await everythingIn(root, ADDED)).toEqual(home);
  const { outside } = (await (await bench.api('projects')).json()) as {
    outside: { names: string[] };
  };
  expect(outside.names.sort()).toEqual(
    ['-dash', '.bashrc', '.config', '.latest', '.ssh', 'run.sh']
      .concat('same.ipynb', 'thesis.ipynb')
      .sort()
  );
}, 120_000);

test('its files move into a new project, and back, as they are', async () => {
  const answer = await send('outside/move', { name: 'old-home' });
  const { id, names } = OutsideMoved.parse(await answer.json());
  const isMoved = (path: string) => names.includes(path.split('/')[0] ?? '');
  const moved = [...home].filter(([path]) => isMoved(path));
  const left = [...home].filter(([path]) => !isMoved(path));
  expect(await everythingIn(`${root}/old-home`)).toEqual(new Map(moved));
  expect(await everythingIn(root, [...ADDED, 'old-home'])).toEqual(
    new Map(left)
  );

  await send('outside/undo', { id });

  expect(await everythingIn(root, ADDED)).toEqual(home);
}, 60_000);
