/** Pods that the companion must not create: its own, with one thing changed. */

interface Pod {
  readonly [key: string]: Json;
}
type Json = string | number | boolean | undefined | Json[] | Pod;

/** A path in the pod, and its new value; `undefined` takes it away. */
export type Change = readonly [path: string, value: Json];

/** The security that the users' namespace wants of a pod and of a container. */
export const POD_SECURITY = {
  runAsNonRoot: true,
  runAsUser: 1000,
  seccompProfile: { type: 'RuntimeDefault' }
};
export const CONTAINER_SECURITY = {
  allowPrivilegeEscalation: false,
  capabilities: { drop: ['ALL'] }
};

/** A pod as the driver makes it. */
const ALLOWED: Pod = {
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: {
    name: 'ada-penguins-1',
    labels: {
      'app.kubernetes.io/managed-by': 'jupyterlab-projects',
      'jupyterlab-projects/role': 'server',
      'jupyterlab-projects/user': 'ada'
    }
  },
  spec: {
    automountServiceAccountToken: false,
    restartPolicy: 'Never',
    securityContext: POD_SECURITY,
    containers: [
      {
        name: 'notebook',
        image: 'registry.test/image:1',
        securityContext: CONTAINER_SECURITY,
        volumeMounts: [{ name: 'projects', mountPath: '/projects' }]
      }
    ],
    volumes: [
      {
        name: 'projects',
        persistentVolumeClaim: { claimName: 'projects-ada' }
      }
    ]
  }
};

const LABELS = 'metadata/labels';
const CONTAINER = 'spec/containers/0';
const SECURITY = `${CONTAINER}/securityContext`;
const another = (source: Pod): Change => [
  'spec/volumes/1',
  { name: 'more', ...source }
];

/** Only the admission policy forbids these. */
export const BY_POLICY: readonly [string, Change][] = [
  ['no labels', [LABELS, undefined]],
  ['no user', [`${LABELS}/jupyterlab-projects~user`, undefined]],
  ['another manager', [`${LABELS}/app.kubernetes.io~managed-by`, 'helm']],
  ['another role', [`${LABELS}/jupyterlab-projects~role`, 'admin']],
  [
    'the claim of another user',
    ['spec/volumes/0/persistentVolumeClaim/claimName', 'projects-bob']
  ],
  [
    'the claim of another user beside its own',
    another({ persistentVolumeClaim: { claimName: 'projects-bob' } })
  ],
  ['a secret', another({ secret: { secretName: 'tls' } })],
  [
    'a token of the API server',
    another({
      projected: { sources: [{ serviceAccountToken: { path: 'token' } }] }
    })
  ],
  ['a node of its choice', ['spec/nodeName', 'node-1']],
  ['a service account’s token', ['spec/automountServiceAccountToken', true]],
  [
    'a secret in the environment',
    [
      `${CONTAINER}/env`,
      [{ name: 'X', valueFrom: { secretKeyRef: { name: 'tls', key: 'x' } } }]
    ]
  ],
  [
    'an environment of a secret',
    [`${CONTAINER}/envFrom`, [{ secretRef: { name: 'tls' } }]]
  ]
];

/** The pod security standard forbids some of these before the policy does. */
export const FORBIDDEN: readonly [string, Change][] = [
  ...BY_POLICY,
  ['a folder of the node', another({ hostPath: { path: '/' } })],
  ['a network file system', another({ nfs: { server: 'nfs', path: '/' } })],
  ['a driver of storage', another({ csi: { driver: 'secrets.test' } })],
  ['the network of the node', ['spec/hostNetwork', true]],
  ['the processes of the node', ['spec/hostPID', true]],
  ['the memory of the node', ['spec/hostIPC', true]],
  [
    'a port of the node',
    [`${CONTAINER}/ports`, [{ containerPort: 8888, hostPort: 8888 }]]
  ],
  ['a privileged container', [SECURITY, { privileged: true }]],
  ['a way to privileges', [`${SECURITY}/allowPrivilegeEscalation`, true]],
  ['a capability', [`${SECURITY}/capabilities/add`, ['SYS_PTRACE']]],
  ['all capabilities', [`${SECURITY}/capabilities`, undefined]],
  ['root', [`${SECURITY}/runAsUser`, 0]],
  ['root, by the pod', ['spec/securityContext/runAsUser', 0]],
  ['any user', ['spec/securityContext/runAsNonRoot', undefined]],
  ['another service account', ['spec/serviceAccountName', 'admin']],
  [
    'an init container with privileges',
    [
      'spec/initContainers',
      [{ name: 'first', image: 'x', securityContext: { privileged: true } }]
    ]
  ]
];

/** Return the allowed pod with that change, or as it is. */
export function changedPod(change?: Change): object {
  const pod = structuredClone(ALLOWED);
  if (change) {
    const [path, value] = change;
    const keys = path.split('/').map(key => key.replace('~', '/'));
    const last = keys.pop() ?? '';
    let place: object = pod;
    for (const key of keys) {
      place = Reflect.get(place, key) as object;
    }
    Reflect.set(place, last, value);
  }
  return pod;
}
