/** Pieces that the pods of servers, fills and files have in common. */
import type {
  V1Container,
  V1EnvVar,
  V1Pod,
  V1PodSpec,
  V1SecurityContext,
  V1Volume,
  V1VolumeMount
} from '@kubernetes/client-node';
import type { Kubernetes } from '../../config/kubernetes-settings.ts';
import { OWN } from '../../volumes/folder-name.ts';
import { claimName, LABELS, MANAGER, userSlug } from './names.ts';
import type { Role } from './names.ts';
import { MOUNT, OWN_IMAGE, PORTS } from './own-image.ts';

export const ROOT = '/projects';
/** The folder of what belongs to the person and not to a project. */
export const PERSON = '.user';

const VOLUME = 'projects';
const FILES = 'jupyterlab-projects';
const HOME = 'rescue-home';
/** Where `check` writes our files; other containers mount them read-only. */
export const FILES_TARGET = '/own';

export interface PodSettings extends Kubernetes {
  readonly image: string;
}

/** Make a container's variables; `$(` is escaped, as kubelet expands it. */
export function environment(
  values: Readonly<Record<string, string>>
): V1EnvVar[] {
  return Object.entries(values).map(([name, value]) => ({
    name,
    value: value.replaceAll('$(', () => '$$(')
  }));
}

export function labels(
  role: Role,
  user: string,
  server?: string
): Record<string, string> {
  return {
    [LABELS.managedBy]: MANAGER,
    [LABELS.role]: role,
    [LABELS.user]: userSlug(user),
    ...(server === undefined ? {} : { [LABELS.server]: server })
  };
}

/** The limits of each container in a user's pod. */
const CONFINED: V1SecurityContext = {
  allowPrivilegeEscalation: false,
  capabilities: { drop: ['ALL'] }
};

export const mounts = {
  /** The whole volume. */
  root: (readOnly = false): V1VolumeMount => ({
    name: VOLUME,
    mountPath: ROOT,
    ...(readOnly ? { readOnly } : {})
  }),
  folder: (mountPath: string, subPath: string): V1VolumeMount => ({
    name: VOLUME,
    mountPath,
    subPath
  }),
  files: (): V1VolumeMount => ({
    name: FILES,
    mountPath: MOUNT,
    readOnly: true
  }),
  filesTarget: (): V1VolumeMount => ({ name: FILES, mountPath: FILES_TARGET }),
  rescueHome: (mountPath: string): V1VolumeMount => ({ name: HOME, mountPath })
};

/** The home of a rescue server; it ends with the pod. */
export const rescueHome = (): V1Volume => ({ name: HOME, emptyDir: {} });

export function layoutFolder(project: string): string {
  return `${OWN}/layout/${project}`;
}

export interface CheckStep {
  /** Variables for `check`; see `check-main.ts`. */
  readonly environment: Readonly<Record<string, string>>;
}

/** Make the trusted first container of every pod that runs a user's image. */
export function checkContainer(
  settings: PodSettings,
  step: CheckStep
): V1Container {
  return {
    ...ownContainer(settings, 'check', OWN_IMAGE.check),
    env: environment({
      CHECK_ROOT: ROOT,
      CHECK_COPY: `${OWN_IMAGE.files}:${FILES_TARGET}`,
      ...step.environment
    }),
    volumeMounts: [mounts.root(), mounts.filesTarget()],
    resources: { requests: { cpu: '10m', memory: '32Mi' } }
  };
}

/** Make the container that does the file work on the volume. */
export function agentContainer(
  settings: PodSettings,
  secret: string,
  home?: string
): V1Container {
  return {
    ...ownContainer(settings, 'agent', OWN_IMAGE.agent),
    env: environment({
      AGENT_ROOT: ROOT,
      AGENT_PORT: String(PORTS.agent),
      AGENT_SECRET: secret,
      ...(home === undefined ? {} : { AGENT_HOME: settings.home })
    }),
    ports: [{ name: 'agent', containerPort: PORTS.agent }],
    volumeMounts: [
      mounts.root(),
      ...(home === undefined ? [] : [mounts.folder(settings.home, home)])
    ],
    resources: {
      // The least request: the server beside it starts at the same time.
      requests: { cpu: '1m', memory: '48Mi' },
      limits: { memory: '256Mi' }
    }
  };
}

function ownContainer(
  { image, imagePullPolicy }: PodSettings,
  name: string,
  command: readonly string[]
): V1Container {
  return {
    name,
    image,
    imagePullPolicy,
    command: [...command],
    securityContext: { ...CONFINED, readOnlyRootFilesystem: true }
  };
}

/** Make a container of a project's image, or of the rescue image. */
export function foreignContainer(
  container: Omit<V1Container, 'securityContext' | 'imagePullPolicy'>
): V1Container {
  return {
    ...container,
    imagePullPolicy: 'IfNotPresent',
    terminationMessagePolicy: 'FallbackToLogsOnError',
    securityContext: { ...CONFINED }
  };
}

export interface PodParts {
  readonly name: string;
  readonly user: string;
  readonly labels: Record<string, string>;
  readonly annotations?: Record<string, string>;
  readonly spec: V1PodSpec;
}

/** Make a pod of one user on the user's claim. */
export function userPod(settings: PodSettings, parts: PodParts): V1Pod {
  const { uid, gid, pullSecrets, namespace, claim } = settings;
  const volumes = [
    {
      name: VOLUME,
      persistentVolumeClaim: { claimName: claimName(claim.name, parts.user) }
    },
    { name: FILES, emptyDir: {} }
  ];
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name: parts.name,
      namespace,
      labels: parts.labels,
      ...(parts.annotations ? { annotations: parts.annotations } : {})
    },
    spec: {
      restartPolicy: 'Never',
      automountServiceAccountToken: false,
      enableServiceLinks: false,
      terminationGracePeriodSeconds: 10,
      securityContext: {
        runAsUser: uid,
        runAsGroup: gid,
        runAsNonRoot: true,
        fsGroup: gid,
        fsGroupChangePolicy: 'OnRootMismatch',
        seccompProfile: { type: 'RuntimeDefault' }
      },
      ...(pullSecrets.length > 0
        ? { imagePullSecrets: pullSecrets.map(name => ({ name })) }
        : {}),
      ...(claim.accessMode === 'ReadWriteMany'
        ? {}
        : { affinity: sameNode(parts.user) }),
      ...parts.spec,
      volumes: [...volumes, ...(parts.spec.volumes ?? [])]
    }
  };
}

/**
 * Keep a user's pods on one node, as a `ReadWriteOnce` volume needs. The term
 * matches the pod's own labels, so a user's first pod may go anywhere.
 */
function sameNode(user: string): V1PodSpec['affinity'] {
  const matchLabels = { [LABELS.user]: userSlug(user) };
  return {
    podAffinity: {
      requiredDuringSchedulingIgnoredDuringExecution: [
        {
          labelSelector: { matchLabels },
          topologyKey: 'kubernetes.io/hostname'
        }
      ]
    }
  };
}
