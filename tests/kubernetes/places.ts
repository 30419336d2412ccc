/** The product's driver and volumes on the real cluster, for tests of them. */
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pino } from 'pino';
import { Kubernetes } from '../../companion/src/config/kubernetes-settings.ts';
import { BASE } from '../../companion/src/contract/contract.ts';
import type { Driver, Progress } from '../../companion/src/drivers/driver.ts';
import type { ProjectPlan } from '../../companion/src/drivers/launch-plan.ts';
import { clusterPlaces } from '../../companion/src/platforms/kubernetes.ts';
import type { Volumes } from '../../companion/src/volumes/volumes.ts';
import { ROOT } from '../../scripts/steps.ts';
import { useCluster } from '../cluster/cluster.ts';
import type { Cluster, Namespace } from '../cluster/cluster.ts';
import { productImage } from '../cluster/product-image.ts';

export interface Places {
  readonly cluster: Cluster;
  readonly namespace: Namespace;
  readonly driver: Driver;
  readonly volumes: Volumes;
  /** Return a plan of a new project of the user, with the test's changes. */
  plan(changes: Partial<ProjectPlan> & Pick<ProjectPlan, 'image'>): ProjectPlan;
  close(): Promise<void>;
}

export const USER = 'ada';

const MANIFEST = readFileSync(join(ROOT, 'package.json'), 'utf8');
const { version } = JSON.parse(MANIFEST) as { version: string };

export async function openPlaces(
  settings: Record<string, unknown> = {}
): Promise<Places> {
  const cluster = await useCluster();
  const namespace = await cluster.namespace('driver');
  const image = await productImage();
  const places = clusterPlaces({
    settings: Kubernetes.parse({
      kubeconfig: cluster.kubeconfig,
      namespace: namespace.name,
      image,
      ...settings
    }),
    imageBytes: () => Promise.resolve(undefined),
    companionUrl: BASE,
    version,
    log: pino({ level: process.env.LOG_LEVEL ?? 'silent' }),
    now: () => new Date()
  });
  return {
    cluster,
    namespace,
    ...places,
    plan: changes => ({
      server: { user: USER, name: 'ocean' },
      project: `p-${randomBytes(4).toString('hex')}`,
      slug: 'ocean',
      folder: 'ocean',
      seed: true,
      newVolume: true,
      token: randomBytes(32).toString('hex'),
      environment: {},
      ...changes
    }),
    close: async () => {
      await places.driver.dispose();
      await namespace.remove();
    }
  };
}

/** Return a progress that notes what it is told. */
export function noted(signal = new AbortController().signal): Progress & {
  readonly messages: string[];
} {
  const messages: string[] = [];
  return {
    signal,
    messages,
    report: message => {
      if (messages.at(-1) !== message) {
        messages.push(message);
      }
    }
  };
}
