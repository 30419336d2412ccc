/** The product as `deploy/kubernetes` has it, on the tests' cluster. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../../scripts/steps.ts';
import { keepEvidenceOf } from './cluster.ts';
import type { Cluster } from './cluster.ts';
import { endEnforcement, enforcePolicies } from './network-policies.ts';
import { until } from './waiting.ts';

export const SERVICE = 'projects';
export const USERS = 'projects-users';

/** As `deploy-overlay` sets them. */
export const TOKEN = 'of-the-administrator-in-tests';
export const INTERNAL_SECRET = 'between-gateway-and-companion';
export const HOST = 'projects.test';

const READY = '240s';

/**
 * Apply the manifests with that image, and maybe another configuration, on a
 * network that enforces policies. Wait until all of it is ready.
 */
export async function deploy(
  cluster: Cluster,
  image: string,
  config?: object
): Promise<void> {
  const folder = join(ROOT, 'dist', 'deploy');
  mkdirSync(folder, { recursive: true });
  const [newName, digest] = image.split('@');
  const place = 'spec.template.spec.containers.[name=companion]';
  const of = { kind: 'Deployment', name: 'projects-companion' };
  writeFileSync(
    join(folder, 'kustomization.yaml'),
    JSON.stringify({
      apiVersion: 'kustomize.config.k8s.io/v1beta1',
      kind: 'Kustomization',
      resources: ['../../tests/cluster/deploy-overlay'],
      ...(config ? configured(folder, config) : {}),
      images: [{ name: 'jupyterlab-projects', newName, digest }],
      replacements: [
        {
          source: { ...of, fieldPath: `${place}.image` },
          targets: [
            {
              select: of,
              fieldPaths: [
                `${place}.env.[name=PROJECTS_KUBERNETES_IMAGE].value`
              ]
            }
          ]
        }
      ]
    })
  );
  [SERVICE, USERS].forEach(keepEvidenceOf);
  await enforcePolicies();
  await cluster.kubectl(['apply', '-k', folder]);
  await rolledOut(cluster);
  // Ready pods are not yet reachable: the services' rules come a moment later.
  const url = await serviceUrl(cluster, 'projects-gateway', 80);
  await until(
    async () => (await fetch(`${url}/services/projects/readyz`)).ok,
    'The service',
    120
  );
}

/** Replace the overlay's configuration; JSON is YAML, too. */
function configured(folder: string, config: object): object {
  writeFileSync(join(folder, 'config.yaml'), JSON.stringify(config));
  const files = ['config.yaml'];
  const name = 'projects-config';
  const generator = { name, namespace: SERVICE, behavior: 'replace', files };
  return { configMapGenerator: [generator] };
}

async function rolledOut(cluster: Cluster): Promise<void> {
  for (const name of ['projects-companion', 'projects-gateway']) {
    await cluster.kubectl([
      ...['-n', SERVICE, 'rollout', 'status', `deployment/${name}`],
      `--timeout=${READY}`
    ]);
  }
}

/** Take all of it away again, users' pods and claims as well. */
export async function undeploy(cluster: Cluster): Promise<void> {
  await endEnforcement();
  await cluster.kubectl([
    ...['delete', '--ignore-not-found', '--wait=false'],
    ...[
      'validatingadmissionpolicies/projects-companion-pods',
      'validatingadmissionpolicies/projects-companion-claims',
      'validatingadmissionpolicybindings/projects-companion-pods',
      'validatingadmissionpolicybindings/projects-companion-claims'
    ]
  ]);
  await cluster.kubectl([
    ...['delete', 'namespace', SERVICE, USERS],
    ...['--ignore-not-found', '--timeout=120s']
  ]);
}

/** Return `http://<address>:<port>` of a service, which the host reaches. */
export async function serviceUrl(
  cluster: Cluster,
  name: string,
  port: number
): Promise<string> {
  const address = await cluster.kubectl([
    ...['-n', SERVICE, 'get', 'service', name],
    ...['-o', 'jsonpath={.spec.clusterIP}']
  ]);
  return `http://${address}:${String(port)}`;
}
