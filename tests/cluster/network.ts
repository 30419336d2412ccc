/** The cluster's addresses, and the bridge that carries the host's own. */
import { quietly, said } from './commands.ts';

const BRIDGE = 'projects0';

/** The address of the host that every pod reaches; the first node's, too. */
export const HOST = '10.90.0.1';

export const PODS = '10.90.0.0/16';
export const FIRST_POD = '10.90.1.0';
export const LAST_POD = '10.90.255.254';
export const SERVICES = '10.91.0.0/16';
/** The first of the services: the API server as pods see it. */
export const API_SERVICE = '10.91.0.1';

export const API_SERVER = `https://${HOST}:6443`;
export const REGISTRY = `${HOST}:5000`;

/** Return a node's address: the first one's is the host's, others follow it. */
export function nodeAddress(number: number): string {
  return `10.90.0.${String(number)}`;
}

/** Make the bridge, without ports: pods hang on links of their own (ptp). */
export function makeBridge(addresses: readonly string[]): void {
  if (!quietly('ip', ['link', 'show', BRIDGE])) {
    said('ip', ['link', 'add', BRIDGE, 'type', 'bridge']);
  }
  said('ip', ['link', 'set', BRIDGE, 'up']);
  for (const address of addresses) {
    said('ip', ['addr', 'replace', `${address}/32`, 'dev', BRIDGE]);
  }
  said('sysctl', ['-q', '-w', 'net.ipv4.ip_forward=1']);
}

export function removeBridge(): void {
  quietly('ip', ['link', 'delete', BRIDGE]);
}
