/** Volumes for the claims of our storage classes: folders of this machine. */
import { chmodSync, chownSync, existsSync, mkdirSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { RUN } from './folders.ts';
import { type Api, follow } from './follower.ts';

const PROVISIONER = 'jupyterlab-projects/folders';
const PROVISIONED_BY = 'pv.kubernetes.io/provisioned-by';
const SELECTED_NODE = 'volume.kubernetes.io/selected-node';
const VOLUMES = join(RUN, 'volumes');

/** The uid and gid that own a new volume: those of jovyan. */
const OWNER = 1000;

/** The class whose claims are bound at once, to a hostPath of any node. */
const ANYWHERE = 'projects-test';
/** The class whose claims get a `local` volume on the first pod's node. */
const ON_ONE_NODE = 'projects-test-local';

const Claim = z.object({
  metadata: z.object({
    name: z.string(),
    namespace: z.string(),
    uid: z.string(),
    annotations: z.record(z.string(), z.string()).default({})
  }),
  spec: z.object({
    storageClassName: z.string().optional(),
    volumeName: z.string().optional(),
    accessModes: z.array(z.string()),
    volumeMode: z.string().optional(),
    resources: z.object({ requests: z.object({ storage: z.string() }) })
  })
});
type Claim = z.infer<typeof Claim>;

const Volume = z.object({
  metadata: z.object({
    name: z.string(),
    annotations: z.record(z.string(), z.string()).default({})
  }),
  status: z.object({ phase: z.string().optional() })
});
type Volume = z.infer<typeof Volume>;

export class Provisioner {
  readonly #api: Api;

  constructor(api: Api) {
    this.#api = api;
  }

  async makeClasses(): Promise<void> {
    for (const [name, volumeBindingMode] of [
      [ANYWHERE, 'Immediate'],
      [ON_ONE_NODE, 'WaitForFirstConsumer']
    ]) {
      await this.#create('/apis/storage.k8s.io/v1/storageclasses', {
        apiVersion: 'storage.k8s.io/v1',
        kind: 'StorageClass',
        metadata: {
          name,
          annotations: {
            'storageclass.kubernetes.io/is-default-class': String(
              name === ANYWHERE
            )
          }
        },
        provisioner: PROVISIONER,
        volumeBindingMode
      });
    }
  }

  follow(signal: AbortSignal): void {
    const claims = '/api/v1/persistentvolumeclaims';
    const volumes = '/api/v1/persistentvolumes';
    void follow(this.#api, claims, Claim, signal, (claim, gone) =>
      gone ? undefined : this.#provide(claim)
    );
    void follow(this.#api, volumes, Volume, signal, (volume, gone) =>
      gone ? undefined : this.#reclaim(volume)
    );
  }

  async #provide(claim: Claim): Promise<void> {
    const { metadata, spec } = claim;
    const source = sourceOf(claim);
    if (spec.volumeName || !source) {
      return;
    }
    const name = `pvc-${metadata.uid}`;
    makeFolder(name);
    await this.#create('/api/v1/persistentvolumes', {
      apiVersion: 'v1',
      kind: 'PersistentVolume',
      metadata: { name, annotations: { [PROVISIONED_BY]: PROVISIONER } },
      spec: {
        accessModes: spec.accessModes,
        capacity: spec.resources.requests,
        claimRef: {
          ...{ apiVersion: 'v1', kind: 'PersistentVolumeClaim' },
          ...{ name: metadata.name, namespace: metadata.namespace },
          uid: metadata.uid
        },
        persistentVolumeReclaimPolicy: 'Delete',
        storageClassName: spec.storageClassName,
        ...source(join(VOLUMES, name))
      }
    });
  }

  async #reclaim({ metadata, status }: Volume): Promise<void> {
    if (
      status.phase === 'Released' &&
      metadata.annotations[PROVISIONED_BY] === PROVISIONER
    ) {
      // Not `rmSync`: a million files take minutes, and others want volumes and
      // names meanwhile.
      const folder = join(VOLUMES, metadata.name);
      await rm(folder, { recursive: true, force: true });
      await this.#api.call(`/api/v1/persistentvolumes/${metadata.name}`, {
        method: 'DELETE'
      });
    }
  }

  /** Create it unless it is there; a refusal must not stop other objects. */
  async #create(collection: string, body: object): Promise<void> {
    const answer = await this.#api.call(collection, { method: 'POST', body });
    if (answer.status >= 500) {
      throw new Error(`${collection} answers ${answer.body}`);
    }
    if (answer.status !== 201 && answer.status !== 409) {
      console.error(`An object of ${collection} was not made: ${answer.body}`);
    }
  }
}

/** Return how the volume of a claim is reached, once it can be known. */
function sourceOf(claim: Claim): ((path: string) => object) | undefined {
  if (claim.spec.storageClassName === ANYWHERE) {
    return path => ({ hostPath: { path, type: 'Directory' } });
  }
  const node = claim.metadata.annotations[SELECTED_NODE];
  if (claim.spec.storageClassName !== ON_ONE_NODE || node === undefined) {
    return undefined;
  }
  const here = {
    ...{ key: 'kubernetes.io/hostname', operator: 'In', values: [node] }
  };
  return path => ({
    local: { path },
    nodeAffinity: {
      required: { nodeSelectorTerms: [{ matchExpressions: [here] }] }
    }
  });
}

function makeFolder(name: string): void {
  const folder = join(VOLUMES, name);
  if (!existsSync(folder)) {
    mkdirSync(folder, { recursive: true });
    chownSync(folder, OWNER, OWNER);
    chmodSync(folder, 0o775);
  }
}
