import { setTimeout as sleep } from 'node:timers/promises';
import type { V1Pod } from '@kubernetes/client-node';
import { abortable } from '../../abortable.ts';
import { AgentClient } from '../../volumes/agent-client.ts';
import type { AgentAddress } from '../../volumes/agent-client.ts';
import type { Volume } from '../../volumes/volume.ts';
import type { Volumes } from '../../volumes/volumes.ts';
import type { Claims } from './claims.ts';
import type { FilesPods } from './files-pods.ts';
import { isOf, LABELS } from './names.ts';
import { PORTS } from './own-image.ts';
import { ROOT } from './pod-parts.ts';
import type { PodInventory } from './pod-inventory.ts';
import { addressOf, stateOf } from './server-start.ts';
import { agentSecret } from './server-token.ts';

export interface AgentsDeps {
  readonly inventory: PodInventory;
  readonly claims: Pick<Claims, 'find'>;
  readonly filesPods: FilesPods;
}

const AGENT = 'agent';
const POLL_MS = 50;

/**
 * Users' volumes, by the agents in their pods: that of a server where one runs,
 * else that of a pod which is started for it.
 */
export class Agents implements Volumes {
  readonly root = ROOT;
  readonly #deps: AgentsDeps;
  /** Pods whose agent has answered once. */
  readonly #known = new Set<string>();

  constructor(deps: AgentsDeps) {
    this.#deps = deps;
  }

  of(user: string): Volume {
    return new AgentClient({
      root: ROOT,
      connect: signal => this.#address(user, signal)
    });
  }

  /** The agent of one pod, once it answers. */
  async ofPod(pod: V1Pod, signal: AbortSignal) {
    const address = await this.#answering(pod, signal);
    return new AgentClient({
      root: ROOT,
      connect: () => Promise.resolve(address)
    });
  }

  /** `undefined` for a user who has no volume yet. */
  async #address(
    user: string,
    signal: AbortSignal
  ): Promise<AgentAddress | undefined> {
    const { inventory, claims, filesPods } = this.#deps;
    await abortable(inventory.listed, signal);
    if (!this.#running(user)) {
      await abortable(filesPods.left(user), signal);
    }
    const running = this.#running(user);
    if (!running && !(await claims.find(user, signal))) {
      return undefined;
    }
    const pod = running ?? (await filesPods.start(user));
    const release = filesPods.hold(pod);
    try {
      return { ...(await this.#answering(pod, signal)), release };
    } catch (error) {
      release();
      throw error;
    }
  }

  /** Of several, a server's: it stays longest. */
  #running(user: string): V1Pod | undefined {
    const pods = this.#deps.inventory.pods.filter(
      pod =>
        isOf(user, pod) &&
        pod.metadata?.deletionTimestamp === undefined &&
        stateOf(pod, AGENT)?.running !== undefined
    );
    const isServer = (pod: V1Pod) =>
      pod.metadata?.labels?.[LABELS.role] === 'server';
    return pods.find(isServer) ?? pods[0];
  }

  async #answering(pod: V1Pod, signal: AbortSignal): Promise<AgentAddress> {
    const url = `http://${addressOf(pod)}:${String(PORTS.agent)}`;
    const uid = pod.metadata?.uid ?? '';
    while (!this.#known.has(uid)) {
      if (await answers(url, signal)) {
        this.#known.add(uid);
      } else {
        await sleep(POLL_MS, undefined, { signal });
      }
    }
    return { url, secret: agentSecret(pod) };
  }
}

async function answers(url: string, signal: AbortSignal): Promise<boolean> {
  try {
    const response = await fetch(new URL('/healthz', url), { signal });
    await response.arrayBuffer();
    return response.ok;
  } catch {
    signal.throwIfAborted();
    return false;
  }
}
