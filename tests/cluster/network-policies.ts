/** kube-router's firewall, which enforces NetworkPolicies on the first node. */
import { join } from 'node:path';
import { quietly, said } from './commands.ts';
import { kubeconfigOf } from './identities.ts';
import { HOST, SERVICES } from './network.ts';
import { end, launch, logOf, type Process } from './processes.ts';
import { keep, readState, running } from './state.ts';
import { until } from './waiting.ts';

const NAME = 'policies';

/** Start the firewall; only `deploy` does, as it works at each pod's change. */
export async function enforcePolicies(): Promise<void> {
  const { programs = '' } = readState() ?? {};
  await keep(NAME, () => launchPolicies(programs));
  await until(policiesAnswer, `${NAME} (see ${logOf(NAME)})`, 60);
}

export async function endEnforcement(): Promise<void> {
  const state = readState();
  const enforcing = state && running(state, NAME);
  if (enforcing) {
    await end(enforcing, 10);
    removePolicies();
  }
}

function launchPolicies(programs: string): Process {
  return launch(NAME, join(programs, 'kube-policies'), [
    ...[`--kubeconfig=${kubeconfigOf('admin')}`, '--hostname-override=node-1'],
    ...[`--service-cluster-ip-range=${SERVICES}`, '--health-port=20244']
  ]);
}

async function policiesAnswer(): Promise<boolean> {
  return (await fetch(`http://${HOST}:20244/healthz`)).ok;
}

const CHAIN = /KUBE-(?:ROUTER|NWPLCY|POD-FW)-\S+/;
const SET = /^KUBE-(?:SRC|DST)-/;

/**
 * Take the firewall's rules away, which outlive it. Its own `--cleanup-config`
 * panics, and would drop all of the machine's IPVS services.
 */
export function removePolicies(): void {
  const rules = said('iptables', ['--wait', '-S']).split('\n');
  const chains = rules
    .filter(rule => rule.startsWith('-N'))
    .flatMap(rule => CHAIN.exec(rule) ?? []);
  const jumps = rules.filter(rule =>
    /^-A (?:INPUT|FORWARD|OUTPUT) .*-j KUBE-ROUTER-/.test(rule)
  );
  const script = [
    '*filter',
    ...jumps.map(rule => rule.replace('-A', '-D')),
    ...chains.map(chain => `-F ${chain}`),
    ...chains.map(chain => `-X ${chain}`),
    'COMMIT\n'
  ];
  said('iptables-restore', ['--wait', '--noflush'], {
    input: script.join('\n')
  });
  said('ipset', ['list', '-n'])
    .split('\n')
    .filter(name => SET.test(name))
    .forEach(name => quietly('ipset', ['destroy', name]));
}
