/** Programs and files that the cluster needs of the machine. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { found, said } from './commands.ts';
import { CNI_PLUGINS } from './containerd.ts';

/** Programs, and the Debian packages that have them. */
const PACKAGES: Readonly<Record<string, string>> = {
  etcd: 'etcd-server',
  containerd: 'containerd',
  ctr: 'containerd',
  runc: 'runc',
  dockerd: 'docker.io',
  docker: 'docker.io',
  'docker-registry': 'docker-registry',
  debootstrap: 'debootstrap',
  ip: 'iproute2',
  iptables: 'iptables',
  ipset: 'ipset',
  nft: 'nftables',
  openssl: 'openssl',
  flock: 'util-linux',
  sysctl: 'procps',
  'mkfs.ext4': 'e2fsprogs'
};

/** Files, and the Debian packages that have them. */
const FILES: Readonly<Record<string, string>> = {
  [join(CNI_PLUGINS, 'ptp')]: 'containernetworking-plugins',
  '/usr/share/keyrings/debian-archive-keyring.gpg': 'debian-archive-keyring'
};

/** The oldest Go that builds this Kubernetes. */
const GO: readonly [number, number] = [1, 24];

/** Return a sentence on what lacks, or nothing when a cluster can run here. */
export function lacking(): string | undefined {
  if (process.platform !== 'linux') {
    return 'The cluster runs on Linux only.';
  }
  if (process.getuid?.() !== 0) {
    return 'The cluster needs root.';
  }
  const packages = new Set(
    Object.entries(PACKAGES)
      .filter(([program]) => !found(program))
      .map(([, name]) => name)
  );
  Object.entries(FILES)
    .filter(([path]) => !existsSync(path))
    .forEach(([, name]) => packages.add(name));
  if (packages.size > 0) {
    return `The cluster lacks programs: install them (Debian: apt install ${[...packages].join(' ')}).`;
  }
  return hasGo()
    ? undefined
    : `The cluster builds Kubernetes with Go: install Go ${GO.join('.')} or newer and put it on the PATH.`;
}

function hasGo(): boolean {
  try {
    const [major = 0, minor = 0] = said('go', ['env', 'GOVERSION'])
      .replace('go', '')
      .split('.')
      .map(Number);
    return major > GO[0] || (major === GO[0] && minor >= GO[1]);
  } catch {
    return false;
  }
}
