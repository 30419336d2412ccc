import type { V1PersistentVolumeClaim } from '@kubernetes/client-node';
import type { Kubernetes } from '../../config/kubernetes-settings.ts';
import type { Cluster } from './cluster.ts';
import { persist, statusOf } from './cluster.ts';
import { volumeCause } from './volume-cause.ts';
import {
  ANNOTATIONS,
  claimName,
  isOf,
  LABELS,
  MANAGER,
  userSlug
} from './names.ts';

export interface ClaimsDeps {
  readonly cluster: Pick<Cluster, 'api' | 'namespace'>;
  readonly settings: Pick<Kubernetes, 'claim' | 'outageMs'>;
}

/** Users' claims: made on first use, never deleted by us. */
export class Claims {
  readonly #deps: ClaimsDeps;

  constructor(deps: ClaimsDeps) {
    this.#deps = deps;
  }

  /**
   * Find the user's claim; `undefined` when there is none. Fails when the claim
   * is lost, is being deleted, or was made for somebody else.
   */
  async find(
    user: string,
    signal?: AbortSignal
  ): Promise<V1PersistentVolumeClaim | undefined> {
    const { cluster, settings } = this.#deps;
    const name = claimName(settings.claim.name, user);
    const { namespace, api } = cluster;
    const read = () =>
      api.readNamespacedPersistentVolumeClaim({ namespace, name });
    try {
      const claim = await persist(read, { ...settings, ...has(signal) });
      requireUsable(claim);
      requireOwn(claim, user);
      return claim;
    } catch (error) {
      if (statusOf(error) === 404) {
        return undefined;
      }
      throw error;
    }
  }

  /**
   * Make the user's claim if there is none yet. Without `mayMake`, there were
   * files before: a missing claim is a loss that a new, empty one would hide.
   */
  async require(
    user: string,
    mayMake: boolean,
    signal?: AbortSignal
  ): Promise<void> {
    if (await this.find(user, signal)) {
      return;
    }
    if (!mayMake) {
      throw volumeCause('missing', { actions: ['stay'] });
    }
    const { cluster, settings } = this.#deps;
    const body = newClaim(settings.claim, user);
    const { namespace, api } = cluster;
    const make = async () => {
      try {
        await api.createNamespacedPersistentVolumeClaim({ namespace, body });
      } catch (error) {
        if (statusOf(error) !== 409) {
          throw error;
        }
      }
    };
    await persist(make, { ...settings, ...has(signal) });
  }
}

function has(signal: AbortSignal | undefined) {
  return signal ? { signal } : {};
}

export function newClaim(
  claim: Kubernetes['claim'],
  user: string
): V1PersistentVolumeClaim {
  return {
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    metadata: {
      name: claimName(claim.name, user),
      labels: {
        ...claim.labels,
        [LABELS.managedBy]: MANAGER,
        [LABELS.user]: userSlug(user)
      },
      annotations: { ...claim.annotations, [ANNOTATIONS.user]: user }
    },
    spec: {
      accessModes: [claim.accessMode],
      resources: { requests: { storage: claim.size } },
      ...(claim.storageClass === undefined
        ? {}
        : { storageClassName: claim.storageClass })
    }
  };
}

/** Fail if a claim of ours is another user's; one not made by us is adopted. */
function requireOwn(claim: V1PersistentVolumeClaim, user: string): void {
  const isMarked = claim.metadata?.annotations?.[ANNOTATIONS.user];
  if (isMarked !== undefined && !isOf(user, claim)) {
    throw volumeCause('taken', { actions: ['stay'] });
  }
}

function requireUsable({ metadata, status }: V1PersistentVolumeClaim): void {
  if (metadata?.deletionTimestamp !== undefined) {
    throw volumeCause('deleting', { actions: ['stay'] });
  }
  if (status?.phase === 'Lost') {
    throw volumeCause('missing', { actions: ['stay'] });
  }
}
