/** The costs of the check, the agent and the mounted panel in a pod. */
import { z } from 'zod';
import type { CoreApi } from '../../companion/src/drivers/cluster/cluster.ts';
import { OWN_IMAGE } from '../../companion/src/drivers/cluster/own-image.ts';
import { type Places, USER } from '../../tests/kubernetes/places.ts';
import { pause } from '../api.ts';
import { median, type Result } from '../result.ts';
import { NO_PAGES, openSite } from './site.ts';

const ROUNDS = 5;
/** Calls of the agent before its memory is read: enough to fill its caches. */
const CALLS = 50;
const MEGA = 1e6;

type V1Pod = Awaited<ReturnType<CoreApi['readNamespacedPod']>>;

/** Memory and CPU of one container, as the kubelet tells them. */
interface Usage {
  readonly megabytes: number;
  readonly cpuSeconds: number;
}

export async function parts(): Promise<Result[]> {
  const site = await openSite({}, NO_PAGES);
  const { places } = site;
  try {
    const image = await places.cluster.image('ocean');
    const projects = [
      await site.project('one', image),
      await site.project('two', image)
    ] as const;
    const started: Usage[] = [];
    let pod: V1Pod = {};
    for (let round = 0; round < ROUNDS; round++) {
      await site.open(projects[round % 2 ? 1 : 0]);
      pod = await serverOf(places);
      started.push(await usageOf(places, pod, 'agent'));
    }
    const volume = places.volumes.of(USER);
    for (let times = 0; times < CALLS; times++) {
      await volume.list();
    }
    // Until then the kubelet has measured the agent once more.
    await pause(20_000);
    const worked = await usageOf(places, pod, 'agent');
    return [
      await checkCost(places, pod),
      ...agentCosts(started, worked),
      await panelCost(places, pod)
    ];
  } finally {
    await site.close();
  }
}

function agentCosts(started: readonly Usage[], worked: Usage): Result[] {
  const cpu = started.map(({ cpuSeconds }) => cpuSeconds);
  return [
    {
      name: 'agent: MB of memory (working set)',
      value: worked.megabytes,
      bound: 60,
      strict: true,
      measured: {
        started: started.map(({ megabytes }) => megabytes),
        [`after ${String(CALLS)} calls`]: [worked.megabytes]
      },
      unit: 'MB'
    },
    {
      name: 'agent: CPU seconds of its start',
      value: median(cpu),
      measured: { agent: cpu }
    }
  ];
}

/** Time the check's own program, repeatedly, in a pod of the same volumes. */
async function checkCost(
  { namespace }: Places,
  { spec = { containers: [] } }: V1Pod
): Promise<Result> {
  const name = 'check-by-itself';
  const times = `for i in $(seq ${String(ROUNDS)}); do
    s=$(date +%s%N); ${OWN_IMAGE.check.join(' ')}; e=$(date +%s%N)
    echo $(((e - s) / 1000000))
  done`;
  const script = `${times}\nexport CHECK_COPY=; echo without\n${times}`;
  const [check] = spec.initContainers ?? [];
  const { securityContext, volumes } = spec;
  const pod = {
    ...{ apiVersion: 'v1', kind: 'Pod', metadata: { name } },
    spec: {
      ...{ restartPolicy: 'Never', securityContext, volumes },
      containers: [{ ...check, command: ['sh', '-c', script] }]
    }
  };
  await namespace.kubectl(['apply', '-f', '-'], pod);
  await namespace.kubectl([
    ...['wait', `pod/${name}`, '--for=jsonpath={.status.phase}=Succeeded'],
    '--timeout=120s'
  ]);
  const [whole = [], without = []] = (await namespace.kubectl(['logs', name]))
    .split('without')
    .map(text =>
      text
        .trim()
        .split(/\s+/)
        .map(ms => Number(ms) / 1000)
    );
  return {
    name: 'check: seconds of its process',
    value: median(whole),
    measured: { 'with its copy': whole, 'without it': without }
  };
}

/** Measure the files that the check copies for the other containers. */
async function panelCost(
  { namespace }: Places,
  { metadata }: V1Pod
): Promise<Result> {
  const folder = '/opt/jupyterlab-projects';
  const list = await namespace.kubectl([
    ...['exec', metadata?.name ?? '', '-c', 'notebook', '--'],
    ...['du', '-b', '-d', '1', folder]
  ]);
  const sizes = list
    .trim()
    .split('\n')
    .map(line => line.split('\t') as [string, string])
    .map(([bytes, path]) => [path, Number(bytes) / MEGA] as const);
  const rounded = sizes.map(
    ([path, size]) =>
      [path.replace(`${folder}/`, ''), [Number(size.toFixed(2))]] as const
  );
  return {
    name: 'mounted panel and programs: MB of disk',
    value: new Map(sizes).get(folder) ?? Number.NaN,
    measured: Object.fromEntries(rounded.slice(0, -1)),
    unit: 'MB'
  };
}

async function serverOf({ namespace }: Places): Promise<V1Pod> {
  const list = await namespace.kubectl([
    ...['get', 'pods', '-o', 'json'],
    ...['-l', 'jupyterlab-projects/role=server']
  ]);
  const [pod] = (JSON.parse(list) as { items: V1Pod[] }).items;
  if (!pod) {
    throw new Error('No server runs.');
  }
  return pod;
}

const Summary = z.object({
  pods: z.array(
    z.object({
      podRef: z.object({ uid: z.string() }),
      containers: z
        .array(
          z.object({
            name: z.string(),
            memory: z.object({ workingSetBytes: z.number() }).optional(),
            cpu: z.object({ usageCoreNanoSeconds: z.number() }).optional()
          })
        )
        .optional()
    })
  )
});

/** Wait for the figures: the kubelet measures every ten to twenty seconds. */
async function usageOf(
  { cluster }: Places,
  { metadata, spec }: V1Pod,
  container: string
): Promise<Usage> {
  const path = `/api/v1/nodes/${spec?.nodeName ?? ''}/proxy/stats/summary`;
  const deadline = AbortSignal.timeout(60_000);
  for (;;) {
    const text = await cluster.kubectl(['get', '--raw', path]);
    const found = Summary.parse(JSON.parse(text))
      .pods.find(({ podRef }) => podRef.uid === metadata?.uid)
      ?.containers?.find(({ name }) => name === container);
    if (found?.memory && found.cpu) {
      return {
        megabytes: found.memory.workingSetBytes / MEGA,
        cpuSeconds: found.cpu.usageCoreNanoSeconds / 1e9
      };
    }
    deadline.throwIfAborted();
    await pause(1_000);
  }
}
