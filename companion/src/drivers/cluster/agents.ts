import { setTimeout as sleep } from 'node:timers/promises';
import type { V1Pod } from '@kubernetes/client-node';
import { abortable } from '../../base/abortable.ts';
import { Failed } from '../../base/errors.ts';
import { AgentClient } from '../../volumes/agent-client.ts';
import type { AgentAddress } from '../../volumes/agent-client.ts';
import { unavailable } from '../../volumes/volume-failure.ts';
import type { Volume } from '../../volumes/volume.ts';
import type { Volumes } from '../../volumes/volumes.ts';
import type { Claims } from './claims.ts';
import type { FilesPods } from './files-pods.ts';
import { isOf, LABELS } from './names.ts';
import { PORTS } from './own-image.ts';
import { ROOT } from './pod-parts.ts';
import type { PodInventory } from './pod-inventory.ts';
import { addressOf, stateOf } from './container-states.ts';
import { agentSecret } from './server-token.ts';
import { withoutFiles } from './volume-cause.ts';

export interface AgentsDeps {
  readonly inventory: PodInventory;
  readonly claims: Pick<Claims, 'find'>;
  readonly filesPods: FilesPods;
}

const AGENT = 'agent';
const POLL_MS = 50;
/** A request to the address of a pod that is gone may never be answered. */
const ANSWER_MS = 5_000;

/**
 * Gives access to users' volumes through the agents in their pods: in the pod
 * of a running server, else in a files pod that is started for it.
 */
export class Agents implements Volumes {
  readonly root = ROOT;
  readonly #deps: AgentsDeps;
  /** UIDs of the pods whose agent has answered once. */
  readonly #known = new Set<string>();
  readonly #closing = new AbortController();

  constructor(deps: AgentsDeps) {
    this.#deps = deps;
    deps.inventory.onChange(({ metadata }, gone) => {
      if (gone) {
        this.#known.delete(metadata?.uid ?? '');
      }
    });
  }

  of(user: string): Volume {
    return new AgentClient({
      root: ROOT,
      connect: signal => this.#address(user, signal)
    });
  }

  /** Stop all waiting for pods; the pods themselves go on. */
  dispose(): void {
    this.#closing.abort();
    this.#deps.filesPods.dispose();
  }

  /** Return the agent of one pod, once it answers. */
  async ofPod(pod: V1Pod, signal: AbortSignal) {
    const address = await this.#answering(pod, signal);
    if (!address) {
      throw unavailable('The pod of your files ended.');
    }
    return new AgentClient({
      root: ROOT,
      connect: () => Promise.resolve(address)
    });
  }

  /** Returns `undefined` for a user who has no volume yet. */
  async #address(
    user: string,
    given: AbortSignal
  ): Promise<AgentAddress | undefined> {
    const { inventory, filesPods } = this.#deps;
    const signal = AbortSignal.any([given, this.#closing.signal]);
    await abortable(inventory.listed, signal);
    for (;;) {
      const pod = await this.#pod(user, signal);
      if (!pod) {
        return undefined;
      }
      const release = filesPods.hold(pod);
      let address: AgentAddress | undefined;
      try {
        address = await this.#answering(pod, signal);
      } finally {
        if (!address) {
          release();
        }
      }
      if (address) {
        return { ...address, release };
      }
      // The pod ended first, say with its server: the next pod is asked.
    }
  }

  async #pod(user: string, signal: AbortSignal): Promise<V1Pod | undefined> {
    const { filesPods } = this.#deps;
    if (!this.#running(user)) {
      if (!(await this.#hasClaim(user, signal))) {
        return undefined;
      }
      await abortable(filesPods.left(user), signal);
    }
    // A server may have started meanwhile: a files pod beside it would wait for
    // a volume that takes one pod at a time.
    return (
      this.#running(user) ?? (await abortable(filesPods.start(user), signal))
    );
  }

  async #hasClaim(user: string, signal: AbortSignal): Promise<boolean> {
    try {
      return (await this.#deps.claims.find(user, signal)) !== undefined;
    } catch (error) {
      const refused = error instanceof Failed && error.code === 'refused';
      throw refused ? withoutFiles(error) : error;
    }
  }

  /** Find a running pod of the user; a server's first, as it stays longest. */
  #running(user: string): V1Pod | undefined {
    const { inventory, filesPods } = this.#deps;
    const pods = inventory.pods.filter(
      pod =>
        isOf(user, pod) &&
        !filesPods.isEnding(pod) &&
        pod.metadata?.deletionTimestamp === undefined &&
        pod.status?.phase !== 'Failed' &&
        stateOf(pod, AGENT)?.running !== undefined
    );
    const isServer = (pod: V1Pod) =>
      pod.metadata?.labels?.[LABELS.role] === 'server';
    return pods.find(isServer) ?? pods[0];
  }

  /**
   * Wait for the pod's agent to answer; `undefined` when the pod ends first.
   */
  async #answering(
    pod: V1Pod,
    signal: AbortSignal
  ): Promise<AgentAddress | undefined> {
    const url = `http://${addressOf(pod)}:${String(PORTS.agent)}`;
    const { name = '', uid = '' } = pod.metadata ?? {};
    while (!this.#known.has(uid)) {
      if (await answers(url, signal)) {
        this.#known.add(uid);
      } else if (!this.#stays(name, uid)) {
        return undefined;
      } else {
        await sleep(POLL_MS, undefined, { signal });
      }
    }
    return { url, secret: agentSecret(pod) };
  }

  #stays(name: string, uid: string): boolean {
    const { metadata } = this.#deps.inventory.find(name) ?? {};
    return metadata?.uid === uid && metadata.deletionTimestamp === undefined;
  }
}

async function answers(url: string, signal: AbortSignal): Promise<boolean> {
  try {
    const soon = AbortSignal.any([signal, AbortSignal.timeout(ANSWER_MS)]);
    const response = await fetch(new URL('/healthz', url), { signal: soon });
    await response.arrayBuffer();
    return response.ok;
  } catch {
    signal.throwIfAborted();
    return false;
  }
}
