import type { V1Container, V1Pod } from '@kubernetes/client-node';
import { z } from 'zod';
import { Failed } from '../../base/errors.ts';
import { FILES_TARGET } from './pod-parts.ts';

const FILE = `${FILES_TARGET}/etc/jupyter_server_config.json`;
const Files = z.object({
  [FILE]: z.object({ IdentityProvider: z.object({ token: z.string() }) })
});

/** Read the server's token back from its pod: the store has only its hash. */
export function serverToken(pod: V1Pod): string {
  const text = value(pod.spec?.initContainers, 'check', 'CHECK_WRITE');
  const files = Files.parse(JSON.parse(text));
  return files[FILE].IdentityProvider.token;
}

/** Read the secret that proves to the pod's agent that the companion asks. */
export function agentSecret(pod: V1Pod): string {
  return value(pod.spec?.containers, 'agent', 'AGENT_SECRET');
}

function value(
  containers: readonly V1Container[] | undefined,
  container: string,
  variable: string
): string {
  const found = containers
    ?.find(({ name }) => name === container)
    ?.env?.find(({ name }) => name === variable)?.value;
  if (found === undefined) {
    throw new Failed('internal', `A pod of ours has no ${variable}.`);
  }
  return found;
}
