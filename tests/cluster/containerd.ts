/** containerd with state of its own, one for each node. */
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { quietly, said } from './commands.ts';
import { CACHE, RUN } from './folders.ts';
import { FIRST_POD, LAST_POD, PODS, REGISTRY } from './network.ts';
import { launch, type Process } from './processes.ts';

/** Debian's `containernetworking-plugins`. */
export const CNI_PLUGINS = '/usr/lib/cni';

export function containerdSocket(node: number): string {
  return join(RUN, `containerd-${String(node)}.sock`);
}

export function launchContainerd(node: number): Process {
  const config = join(RUN, `containerd-${String(node)}.toml`);
  writeNetwork();
  writeHosts();
  writeFileSync(config, configuration(node));
  return launch(`containerd-${String(node)}`, 'containerd', [
    '--config',
    config
  ]);
}

export function containerdAnswers(node: number): boolean {
  const socket = containerdSocket(node);
  // The client waits ten seconds for a socket that is not there.
  return (
    existsSync(socket) &&
    quietly('ctr', ['--address', socket, '--connect-timeout', '2s', 'version'])
  );
}

function configuration(node: number): string {
  return `version = 2
root = "${join(CACHE, `containerd-${String(node)}`)}"
state = "${join(RUN, `containerd-${String(node)}`)}"

[grpc]
  address = "${containerdSocket(node)}"

[plugins."io.containerd.internal.v1.opt"]
  path = "${join(RUN, 'opt')}"

[plugins."io.containerd.grpc.v1.cri"]
  sandbox_image = "${REGISTRY}/lab:pause"
  # Without CAP_SYS_RESOURCE a sandbox could not be given a lower score.
  restrict_oom_score_adj = true

  [plugins."io.containerd.grpc.v1.cri".cni]
    bin_dir = "${CNI_PLUGINS}"
    conf_dir = "${join(RUN, 'cni')}"

  [plugins."io.containerd.grpc.v1.cri".registry]
    config_path = "${join(RUN, 'certs.d')}"
`;
}

/** Put each pod on a routed link of its own, so all traffic passes the host. */
function writeNetwork(): void {
  mkdirSync(join(RUN, 'cni'), { recursive: true });
  const ipam = {
    type: 'host-local',
    dataDir: join(RUN, 'leases'),
    ranges: [[{ subnet: PODS, rangeStart: FIRST_POD, rangeEnd: LAST_POD }]],
    routes: [{ dst: '0.0.0.0/0' }]
  };
  writeFileSync(
    join(RUN, 'cni', 'pods.conflist'),
    JSON.stringify({
      cniVersion: '0.4.0',
      name: 'projects',
      plugins: [{ type: 'ptp', ipMasq: false, ipam }]
    })
  );
}

/** Tell containerd that the registry speaks plain http. */
function writeHosts(): void {
  const folder = join(RUN, 'certs.d', REGISTRY);
  mkdirSync(folder, { recursive: true });
  writeFileSync(
    join(folder, 'hosts.toml'),
    `server = "http://${REGISTRY}"\n\n[host."http://${REGISTRY}"]\n  capabilities = ["pull", "resolve"]\n`
  );
}

/** Remove every container of a node, with its network namespace. */
export function removeContainers(node: number): void {
  const ctr = ['--address', containerdSocket(node), '--namespace', 'k8s.io'];
  for (const id of lines(said('ctr', [...ctr, 'containers', 'list', '-q']))) {
    const info = said('ctr', [...ctr, 'containers', 'info', id]);
    quietly('ctr', [...ctr, 'tasks', 'delete', '--force', id]);
    quietly('ctr', [...ctr, 'containers', 'delete', id]);
    const space = /\/run\/netns\/(cni-[0-9a-f-]+)/.exec(info)?.[1];
    if (space) {
      quietly('ip', ['netns', 'delete', space]);
    }
  }
}

function lines(text: string): string[] {
  return text.split('\n').filter(line => line !== '');
}
