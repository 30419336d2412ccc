/** The evidence of a test that fails: its pods, their logs, the host's rules. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { useCluster } from './cluster.ts';
import type { Cluster } from './cluster.ts';
import { said } from './commands.ts';

/** An API server that is away must not hold up the end of a test. */
const PATIENCE = '--request-timeout=15s';

/** Arguments of kubectl, by the file that its answer goes to. */
const QUESTIONS: Readonly<Record<string, readonly string[]>> = {
  'pods.txt': ['get', 'pods', '-o', 'wide'],
  'pods.yaml': ['get', 'pods', '-o', 'yaml'],
  'events.txt': ['get', 'events', '--sort-by=.metadata.creationTimestamp'],
  'claims.yaml': ['get', 'persistentvolumeclaims', '-o', 'yaml']
};

const Pods = z.object({
  items: z.array(
    z.object({
      metadata: z.object({ name: z.string() }),
      spec: z.object({
        initContainers: z.array(z.object({ name: z.string() })).default([]),
        containers: z.array(z.object({ name: z.string() }))
      })
    })
  )
});

/** Write a folder with all evidence of each namespace, and the host's rules. */
export async function writeEvidence(
  folder: string,
  namespaces: Iterable<string>
): Promise<void> {
  const cluster = await useCluster();
  for (const namespace of namespaces) {
    const place = join(folder, namespace);
    mkdirSync(place, { recursive: true });
    for (const [file, question] of Object.entries(QUESTIONS)) {
      const answer = await asked(cluster, namespace, question);
      writeFileSync(join(place, file), answer);
    }
    await writeLogs(cluster, namespace, place);
  }
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'rules.txt'), said('nft', ['list', 'ruleset']));
}

async function writeLogs(
  cluster: Cluster,
  namespace: string,
  place: string
): Promise<void> {
  const text = await asked(cluster, namespace, ['get', 'pods', '-o', 'json']);
  const { items } = Pods.parse(JSON.parse(text));
  for (const { metadata, spec } of items) {
    for (const { name } of [...spec.initContainers, ...spec.containers]) {
      const question = ['logs', metadata.name, '-c', name, '--timestamps'];
      writeFileSync(
        join(place, `${metadata.name}.${name}.log`),
        await asked(cluster, namespace, question)
      );
    }
  }
}

/** Return the answer, or why there is none. */
async function asked(
  cluster: Cluster,
  namespace: string,
  question: readonly string[]
): Promise<string> {
  return cluster
    .kubectl(['-n', namespace, PATIENCE, ...question])
    .catch((error: unknown) => String(error));
}
