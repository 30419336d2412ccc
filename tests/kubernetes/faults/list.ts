/** The faults of the table, and how each is made. */
import { renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Breakage } from '../../cluster/api-server-proxy.ts';
import type { Fault, Scene } from './fault.ts';

/** How long the companion waits for the API server, in this table. */
export const OUTAGE_MS = 10_000;
const SHORT_MS = 4_000;

const BREAKAGES: [string, Breakage][] = [
  ['is silent', 'silent'],
  ['cannot be reached', 'cut'],
  ['answers 429', { status: 429 }],
  ['answers 500', { status: 500 }]
];

const outages = BREAKAGES.map(([name, breakage]): Fault => ({
  name: `The API server ${name} for 4 s`,
  steps: ['before', 'starting', 'active'],
  happen: async ({ way }) => {
    way.break(breakage);
    void pause(SHORT_MS).then(() => {
      way.mend();
    });
    await pause(0);
  }
}));

const away: Fault = {
  name: 'The API server is away for longer than is waited for',
  steps: ['starting', 'active'],
  happen: async ({ way }) => {
    way.break('cut');
    void pause(OUTAGE_MS * 2).then(() => {
      way.mend();
    });
    await pause(0);
  }
};

const killed: Fault = {
  name: 'The companion is killed',
  steps: ['starting', 'active', 'stopping-previous'],
  happen: async ({ bench }) => {
    await bench.stop('SIGKILL');
    await bench.start();
  }
};

const newPod: Fault = {
  name: "The new server's pod is deleted by hand",
  steps: ['starting', 'active'],
  happen: ({ bench, to }) => deletePod(bench, to)
};

const oldPod: Fault = {
  name: "The old server's pod is deleted by hand",
  steps: ['starting', 'active'],
  happen: ({ bench, from }) => deletePod(bench, from)
};

async function deletePod(
  bench: Scene['bench'],
  project: string
): Promise<void> {
  await bench.namespace.kubectl([
    ...['delete', 'pod', '--wait=false', '--selector'],
    `jupyterlab-projects/role=server,jupyterlab-projects/server=${project}`
  ]);
}

const stuck: Fault = {
  name: "The old server's pod is stuck in its end",
  steps: ['starting'],
  happen: scene => finalizers(scene, ['projects.test/stuck']),
  mend: scene => finalizers(scene, [])
};

async function finalizers(
  { bench, from }: Scene,
  names: string[]
): Promise<void> {
  const pods = await bench.namespace.kubectl([
    ...['get', 'pods', '-o', 'name', '--selector'],
    `jupyterlab-projects/server=${from}`
  ]);
  for (const pod of pods.split('\n').filter(Boolean)) {
    await bench.namespace.kubectl([
      ...['patch', pod, '--type=merge', '--patch'],
      JSON.stringify({ metadata: { finalizers: names } })
    ]);
  }
}

const QUOTA = {
  apiVersion: 'v1',
  kind: 'ResourceQuota',
  metadata: { name: 'one' },
  spec: { hard: { pods: '1' } }
};

const quota: Fault = {
  name: 'A quota allows one pod only',
  steps: ['before'],
  happen: async ({ bench }) => {
    await bench.namespace.kubectl(['apply', '-f', '-'], QUOTA);
    await bench.namespace.kubectl([
      ...['wait', '--for=jsonpath={.status.hard.pods}=1'],
      ...['resourcequota/one', '--timeout=30s']
    ]);
  },
  mend: async ({ bench }) => {
    await bench.namespace.kubectl(['delete', 'resourcequota', 'one']);
  }
};

const ASIDE = '.aside';

/** Return a fault that replaces the other project's folder, until mended. */
function folder(name: string, put: (path: string) => void): Fault {
  return {
    name: `The project's folder ${name}`,
    steps: ['before'],
    happen: ({ root, to }) => {
      renameSync(join(root, to), join(root, ASIDE));
      put(join(root, to));
      return Promise.resolve();
    },
    mend: ({ root, to }) => {
      rmSync(join(root, to), { force: true });
      renameSync(join(root, ASIDE), join(root, to));
      return Promise.resolve();
    }
  };
}

const folders = [
  folder('was deleted', () => undefined),
  folder('is a link', path => {
    symlinkSync(ASIDE, path);
  }),
  folder('is a file', path => {
    writeFileSync(path, '');
  })
];

/** Projects of the bench whose image does not start, and why. */
export const IMAGES = {
  broken: 'JupyterLab of the image ends at once',
  'no-jupyter': 'The image has no Jupyter',
  unknown: 'The image is not in the registry',
  login: 'The registry wants a login',
  failing: 'The registry answers 500'
} as const;

const images = Object.entries(IMAGES).map(([to, name]): Fault => ({
  name,
  steps: ['before'],
  to
}));

export const FAULTS: readonly Fault[] = [
  killed,
  newPod,
  oldPod,
  stuck,
  quota,
  ...images,
  ...folders,
  ...outages,
  away
];
