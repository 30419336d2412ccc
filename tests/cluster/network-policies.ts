/** kube-router's firewall: what makes the NetworkPolicies of the first node hold. */
import { join } from 'node:path';
import { quietly } from './commands.ts';
import { kubeconfigOf } from './identities.ts';
import { HOST, SERVICES } from './network.ts';
import { launch, type Process } from './processes.ts';

export function launchPolicies(programs: string): Process {
  return launch('policies', join(programs, 'kube-router'), [
    ...[`--kubeconfig=${kubeconfigOf('admin')}`, '--hostname-override=node-1'],
    // Its firewall alone: pods have their routes, and services their proxy.
    ...['--run-router=false', '--run-service-proxy=false'],
    ...[`--service-cluster-ip-range=${SERVICES}`],
    '--health-port=20244'
  ]);
}

export async function policiesAnswer(): Promise<boolean> {
  return (await fetch(`http://${HOST}:20244/healthz`)).ok;
}

/** Take its rules away, which outlive it. */
export function removePolicies(programs: string): void {
  quietly(join(programs, 'kube-router'), ['--cleanup-config']);
}
