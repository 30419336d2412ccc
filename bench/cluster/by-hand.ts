/** The pod that a person would apply: a bare one of the same image. */
import { connect } from '../../companion/src/drivers/cluster/connection.ts';
import { claimName } from '../../companion/src/drivers/cluster/names.ts';
import {
  call,
  kernelAnswers
} from '../../companion/src/drivers/kernel-check.ts';
import { Kubernetes } from '../../companion/src/config/kubernetes-settings.ts';
import { type Places, USER } from '../../tests/kubernetes/places.ts';
import { pause } from '../api.ts';

const TOKEN = 'by-hand';
const HOME = '/home/jovyan';
/** Requests of both sides' pods; without them the other pods would decide. */
export const REQUESTS = { cpu: '250m', memory: '256Mi' };
const POLL_MS = 50;
const DEADLINE_MS = 120_000;

export interface BarePod {
  readonly name: string;
  readonly image: string;
  /** The folder of the user's volume that is the pod's home. */
  readonly folder: string;
}

/** Run `kubectl apply` and wait until a kernel of the pod answers. */
export async function applyBarePod(
  places: Places,
  pod: BarePod
): Promise<void> {
  await places.namespace.kubectl(['apply', '-f', '-'], manifest(pod));
  const signal = AbortSignal.timeout(DEADLINE_MS);
  const address = await addressOf(places, pod.name, signal);
  const server = { url: `http://${address}:8888/`, token: TOKEN };
  const answers = () =>
    call(server, 'GET', 'api/status', signal).then(
      ({ ok }) => ok,
      () => false
    );
  while (!(await answers())) {
    signal.throwIfAborted();
    await pause(POLL_MS);
  }
  await kernelAnswers(server, () => Promise.resolve(true), signal);
}

/** Run `kubectl delete`, which waits until the pod is gone. */
export async function deletePod(places: Places, name: string): Promise<void> {
  await places.namespace.kubectl(['delete', 'pod', name]);
}

/** Run a pod to its end that copies the image's home into a new folder. */
export async function copyByHand(places: Places, bare: BarePod): Promise<void> {
  const pod = manifest(bare);
  const [container] = pod.spec.containers;
  // The pod makes the folder: the kubelet would make a mount's as root.
  const script = `mkdir /copy/${bare.folder} && cp -a ${HOME}/. /copy/${bare.folder}/`;
  const copy = {
    ...container,
    args: ['sh', '-c', script],
    volumeMounts: [{ name: 'home', mountPath: '/copy' }]
  };
  const spec = { ...pod.spec, initContainers: [], containers: [copy] };
  await places.namespace.kubectl(['apply', '-f', '-'], { ...pod, spec });
  const { api, namespace } = clusterOf(places);
  for (;;) {
    const { name } = bare;
    const { status } = await api.readNamespacedPod({ namespace, name });
    if (status?.phase === 'Succeeded') {
      return;
    }
    if (status?.phase === 'Failed') {
      throw new Error('The copy by hand failed.');
    }
    await pause(POLL_MS);
  }
}

function clusterOf({ cluster, namespace }: Places) {
  return connect({
    kubeconfig: cluster.kubeconfig,
    namespace: namespace.name
  });
}

async function addressOf(
  places: Places,
  name: string,
  signal: AbortSignal
): Promise<string> {
  const { api, namespace } = clusterOf(places);
  for (;;) {
    const { status } = await api.readNamespacedPod({ namespace, name });
    if (status?.podIP !== undefined) {
      return status.podIP;
    }
    signal.throwIfAborted();
    await pause(POLL_MS);
  }
}

function manifest({ name, image, folder }: BarePod) {
  const { claim, uid, gid } = Kubernetes.parse({});
  const home = { name: 'home', mountPath: HOME, subPath: folder };
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name },
    spec: {
      restartPolicy: 'Never',
      automountServiceAccountToken: false,
      enableServiceLinks: false,
      securityContext: { runAsUser: uid, runAsGroup: gid, fsGroup: gid },
      volumes: [
        {
          name: 'home',
          persistentVolumeClaim: { claimName: claimName(claim.name, USER) }
        }
      ],
      initContainers: [
        { name: 'init', image, command: ['true'], volumeMounts: [home] }
      ],
      containers: [
        {
          name: 'notebook',
          image,
          args: [
            ...['jupyter', 'lab', '--no-browser', '--ip=0.0.0.0'],
            `--IdentityProvider.token=${TOKEN}`
          ],
          resources: { requests: REQUESTS },
          volumeMounts: [home]
        }
      ]
    }
  };
}
