/** The local registry: Debian's docker-registry, its blobs in the cache. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Missing } from '../../scripts/steps.ts';
import { CACHE, RUN } from './folders.ts';
import { REGISTRY } from './network.ts';
import { launch, type Process } from './processes.ts';

const MANIFEST = [
  'application/vnd.docker.distribution.manifest.v2+json',
  'application/vnd.oci.image.manifest.v1+json'
].join(', ');

export function launchRegistry(): Process {
  const folder = join(CACHE, 'registry');
  mkdirSync(folder, { recursive: true });
  const config = join(RUN, 'registry.yml');
  writeFileSync(
    config,
    JSON.stringify({
      version: 0.1,
      log: { level: 'warn', accesslog: { disabled: true } },
      storage: {
        filesystem: { rootdirectory: folder },
        delete: { enabled: true }
      },
      http: { addr: REGISTRY }
    })
  );
  return launch('registry', 'docker-registry', ['serve', config]);
}

/** Fail if another registry has the port; `ours` is true when ours runs. */
export async function demandPort(ours: boolean): Promise<void> {
  if (!ours && (await registryAnswers().catch(() => false))) {
    throw new Missing(
      `Another registry answers at ${REGISTRY}: stop it (Debian's own: systemctl disable --now docker-registry).`
    );
  }
}

export async function registryAnswers(): Promise<boolean> {
  return (await fetch(`http://${REGISTRY}/v2/`)).ok;
}

/** Return a manifest's digest, by tag or digest; nothing when there is none. */
export async function digestOf(
  repository: string,
  reference: string
): Promise<string | undefined> {
  const answer = await fetch(
    `http://${REGISTRY}/v2/${repository}/manifests/${reference}`,
    { method: 'HEAD', headers: { accept: MANIFEST } }
  );
  return answer.ok
    ? (answer.headers.get('docker-content-digest') ?? undefined)
    : undefined;
}

/** Let the tag name that digest; true when the registry has it. */
export async function tagDigest(
  repository: string,
  tag: string,
  digest: string
): Promise<boolean> {
  const manifest = (reference: string) =>
    `http://${REGISTRY}/v2/${repository}/manifests/${reference}`;
  if ((await digestOf(repository, tag)) === digest) {
    return true;
  }
  const found = await fetch(manifest(digest), {
    headers: { accept: MANIFEST }
  });
  if (!found.ok) {
    return false;
  }
  const type = found.headers.get('content-type') ?? '';
  const put = await fetch(manifest(tag), {
    method: 'PUT',
    headers: { 'content-type': type },
    body: await found.arrayBuffer()
  });
  return put.ok;
}
