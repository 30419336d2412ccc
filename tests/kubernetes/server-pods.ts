/** Servers' pods as the cluster has them, whatever the companion says. */
import type { V1Pod } from '@kubernetes/client-node';
import { connect } from '../../companion/src/drivers/cluster/connection.ts';
import { PodInventory } from '../../companion/src/drivers/cluster/pod-inventory.ts';
import { stateOf } from '../../companion/src/drivers/cluster/container-states.ts';
import { serverToken } from '../../companion/src/drivers/cluster/server-token.ts';
import { USER } from './places.ts';

const ROLE = 'jupyterlab-projects/role';
const SERVER = 'jupyterlab-projects/server';
/** The address of a pod that is gone may answer nothing at all. */
const ANSWER_MS = 5_000;

export class ServerPods {
  /** Servers of which two pods ran at once. */
  readonly twice = new Set<string>();
  readonly #inventory: PodInventory;

  constructor(kubeconfig: string, namespace: string) {
    this.#inventory = new PodInventory({
      cluster: connect({ kubeconfig, namespace }),
      log: { warn: () => undefined }
    });
    this.#inventory.onChange(() => {
      const names = this.names();
      for (const name of names) {
        if (names.indexOf(name) !== names.lastIndexOf(name)) {
          this.twice.add(name);
        }
      }
    });
  }

  /** Return the names of servers that are not ending. */
  names(): string[] {
    return this.#alive().map(nameOf);
  }

  /** True when a server of the project answers its owner. */
  async serves(project: string): Promise<boolean> {
    const answers = this.#alive()
      .filter(pod => nameOf(pod).startsWith(project))
      .filter(pod => stateOf(pod, 'notebook')?.running)
      .map(async pod => {
        const url = `http://${pod.status?.podIP ?? ''}:8888/user/${USER}/${nameOf(pod)}/api/status`;
        const authorization = `token ${serverToken(pod)}`;
        const signal = AbortSignal.timeout(ANSWER_MS);
        const headers = { authorization };
        return (await fetch(url, { headers, signal })).ok;
      });
    const all = await Promise.allSettled(answers);
    return all.some(one => one.status === 'fulfilled' && one.value);
  }

  dispose(): Promise<void> {
    return this.#inventory.dispose();
  }

  #alive(): V1Pod[] {
    return this.#inventory.pods.filter(
      ({ metadata, status }) =>
        metadata?.labels?.[ROLE] === 'server' &&
        metadata.deletionTimestamp === undefined &&
        status?.phase !== 'Failed'
    );
  }
}

function nameOf({ metadata }: V1Pod): string {
  return metadata?.labels?.[SERVER] ?? '';
}
