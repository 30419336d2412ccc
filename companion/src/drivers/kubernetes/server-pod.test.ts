import { Kubernetes } from '../../config/kubernetes-settings.ts';
import type { LaunchPlan, ProjectPlan } from '../launch-plan.ts';
import { filesPod, fillPod } from '../cluster/volume-pods.ts';
import { serverPod } from './server-pod.ts';
import { agentSecret, serverToken } from '../cluster/server-token.ts';

const PLAN: ProjectPlan = {
  server: { user: 'ada@example.org', name: 'ocean-b' },
  project: 'p1',
  slug: 'ocean',
  image: 'registry.test/ocean@sha256:1',
  folder: 'ocean heat',
  seed: false,
  newVolume: false,
  token: 'secret-token',
  environment: { BINDER_REPO_URL: 'https://git.test/$(HOME)' }
};

function context(settings: object = {}) {
  return {
    settings: { ...Kubernetes.parse(settings), image: 'registry.test/ours:1' },
    companionUrl: '/services/projects/',
    generation: 'abcde',
    secret: 'agent-secret'
  };
}

const pod = (settings: object = {}, plan: Partial<LaunchPlan> = {}) =>
  serverPod({ ...PLAN, ...plan }, context(settings));
const notebook = (settings: object = {}, plan: Partial<LaunchPlan> = {}) =>
  pod(settings, plan).spec?.containers.find(({ name }) => name === 'notebook');
const mountsOf = (settings: object = {}) =>
  notebook(settings)?.volumeMounts?.map(
    ({ mountPath, subPath = '', readOnly }) =>
      `${mountPath} ${subPath}${readOnly ? ' ro' : ''}`
  );

test('the folder is the home, and all projects are beside it', () => {
  expect(mountsOf()).toEqual([
    '/opt/jupyterlab-projects  ro',
    '/home/jovyan ocean heat',
    '/projects ',
    '/opt/jupyterlab-projects-layout .jupyterlab-projects/layout/p1'
  ]);
});

test('policy may show other projects read-only, or not at all', () => {
  expect(mountsOf({ projectsMount: 'ro' })).toEqual(
    expect.arrayContaining(['/projects  ro', '/projects/.user .user'])
  );
  const none = mountsOf({ projectsMount: 'none' });
  expect(none).toContain('/projects/.user .user');
  expect(none?.some(mount => mount.startsWith('/projects '))).toBe(false);
});

test('a rescue server has all folders, and a home that goes with its pod', () => {
  const rescue = { folder: null, project: 'rescue' };
  const { spec } = pod({ projectsMount: 'none' }, rescue);
  const { env, volumeMounts } =
    notebook({ projectsMount: 'none' }, rescue) ?? {};
  expect(spec?.volumes).toContainEqual({ name: 'rescue-home', emptyDir: {} });
  expect(volumeMounts).toEqual([
    expect.objectContaining({ mountPath: '/opt/jupyterlab-projects' }),
    { name: 'projects', mountPath: '/projects' },
    { name: 'rescue-home', mountPath: '/home/jovyan' }
  ]);
  expect(JSON.stringify(env)).not.toContain('/projects/.user');
  const check = JSON.stringify(spec?.initContainers?.[0]?.env);
  expect(check).not.toMatch(/CHECK_FOLDER|CHECK_MAKE/);
  expect(check).toContain('\\"root_dir\\":\\"/projects\\"');
});

test('no pod of a user may be more than it needs', () => {
  const { spec } = pod();
  expect(spec).toMatchObject({
    restartPolicy: 'Never',
    automountServiceAccountToken: false,
    enableServiceLinks: false,
    securityContext: {
      runAsUser: 1000,
      runAsNonRoot: true,
      fsGroupChangePolicy: 'OnRootMismatch',
      seccompProfile: { type: 'RuntimeDefault' }
    }
  });
  const all = [...(spec?.initContainers ?? []), ...(spec?.containers ?? [])];
  expect(all).toHaveLength(3);
  for (const { securityContext } of all) {
    expect(securityContext).toMatchObject({
      allowPrivilegeEscalation: false,
      capabilities: { drop: ['ALL'] }
    });
  }
});

test('a value of the environment is not expanded by the platform', () => {
  expect(notebook()?.env).toContainEqual({
    name: 'BINDER_REPO_URL',
    value: 'https://git.test/$$(HOME)'
  });
});

test('the token is in no environment of the project', () => {
  expect(JSON.stringify(notebook())).not.toContain(PLAN.token);
  expect(serverToken(pod())).toBe(PLAN.token);
  expect(agentSecret(pod())).toBe('agent-secret');
  expect(JSON.stringify(notebook())).not.toContain('agent-secret');
});

test('the agent has the least weight beside the server that starts with it', () => {
  const agent = pod().spec?.containers.find(({ name }) => name === 'agent');
  expect(agent?.resources?.requests?.cpu).toBe('1m');
});

test('a profile sets what a project may use, and where it runs', () => {
  const profiles = [
    { id: 'small', label: 'Small', limits: { memory: '1Gi' } },
    {
      id: 'gpu',
      label: 'GPU',
      requests: { cpu: 2 },
      limits: { 'nvidia.com/gpu': 1, memory: '16Gi' },
      nodeSelector: { pool: 'gpu' },
      tolerations: [{ key: 'gpu', operator: 'Exists' }]
    }
  ];
  expect(notebook({ profiles })?.resources?.limits).toEqual({ memory: '1Gi' });
  const gpu = pod({ profiles }, { profile: 'gpu' });
  expect(gpu.spec).toMatchObject({
    nodeSelector: { pool: 'gpu' },
    tolerations: [{ key: 'gpu', operator: 'Exists' }]
  });
  expect(notebook({ profiles }, { profile: 'gpu' })?.resources).toEqual({
    requests: { cpu: '2' },
    limits: { 'nvidia.com/gpu': '1', memory: '16Gi' }
  });
});

test('all pods of a user run where the volume is, if it is on one node', () => {
  const affinity = (accessMode: string) =>
    pod({ claim: { accessMode } }).spec?.affinity;
  expect(affinity('ReadWriteMany')).toBeUndefined();
  expect(affinity('ReadWriteOnce')?.podAffinity).toMatchObject({
    requiredDuringSchedulingIgnoredDuringExecution: [
      { topologyKey: 'kubernetes.io/hostname' }
    ]
  });
});

test('a fill shows the image one new folder, and nothing else', () => {
  const fill = fillPod(PLAN, 'op-1', context());
  const manager = fill.spec?.containers.find(
    ({ name }) => name === 'project-manager'
  );
  expect(manager?.image).toBe(PLAN.image);
  const writable = manager?.volumeMounts?.filter(({ readOnly }) => !readOnly);
  expect(writable).toEqual([
    {
      name: 'projects',
      mountPath: '/fill/op-1',
      subPath: '.jupyterlab-projects/partial/op-1'
    }
  ]);
  expect(JSON.stringify(fill)).not.toContain(PLAN.token);
});

test('a fill asks for some room first, which a full volume has not', () => {
  const { spec } = fillPod(PLAN, 'op-1', context());
  const check = new Map(
    spec?.initContainers?.[0]?.env?.map(({ name, value }) => [name, value])
  );
  expect(Number(check.get('CHECK_NEEDS_BYTES'))).toBeGreaterThan(100_000);
  expect(Number(check.get('CHECK_NEEDS_FILES'))).toBeGreaterThan(1);
});

test("a template's containers are for servers only", () => {
  const podTemplate = {
    spec: {
      nodeSelector: { pool: 'lab' },
      containers: [{ name: 'notebook', env: [] }, { name: 'sidecar' }]
    }
  };
  const names = ({ spec }: ReturnType<typeof pod>) =>
    spec?.containers.map(({ name }) => name);
  const fill = fillPod(PLAN, 'op-1', context({ podTemplate }));
  expect(names(fill)).toEqual(['project-manager', 'agent']);
  expect(fill.spec?.nodeSelector).toEqual({ pool: 'lab' });
  const files = filesPod('ada', context({ podTemplate }));
  expect(names(files)).toEqual(['agent']);
  expect(names(pod({ podTemplate }))).toEqual(['sidecar', 'notebook', 'agent']);
});
