/** Claims on file systems of their own, small enough for a test to fill. */
import { randomBytes } from 'node:crypto';
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Cluster, Namespace } from './cluster.ts';
import { quietly, said } from './commands.ts';
import { RUN } from './folders.ts';

/** The uid and gid that own a file system: those of jovyan. */
const OWNER = '1000';

export interface Shape {
  readonly mebibytes: number;
  /** How many files fit; if given, the file system is an ext4 on a loop. */
  readonly inodes?: number;
  readonly accessMode?: 'ReadWriteOnce' | 'ReadWriteOncePod' | 'ReadWriteMany';
}

export interface SmallVolume {
  /** The folder of these files on this machine. */
  readonly path: string;
  /** Unmounts it; the claim goes with its namespace. */
  remove(): Promise<void>;
}

/** Make a claim of that name, bound to a new file system. */
export async function smallVolume(
  cluster: Cluster,
  space: Namespace,
  claim: string,
  shape: Shape
): Promise<SmallVolume> {
  const name = `small-${randomBytes(4).toString('hex')}`;
  const path = join(RUN, 'volumes', name);
  mkdirSync(path, { recursive: true });
  if (shape.inodes === undefined) {
    mountMemory(path, shape.mebibytes);
  } else {
    mountLoop(path, shape.mebibytes, shape.inodes);
  }
  const [volume, request] = manifests(name, path, claim, space.name, shape);
  await cluster.apply(volume);
  await space.kubectl(['apply', '-f', '-'], request);
  // The binder of volumes may look again only after 15 s.
  await space.kubectl([
    ...['wait', `pvc/${claim}`, '--for=jsonpath={.status.phase}=Bound'],
    '--timeout=60s'
  ]);
  return {
    path,
    remove: async () => {
      await cluster.kubectl(['delete', 'pv', name, '--wait=false']);
      // Lazily: a pod that is still ending uses it, and nobody waits for that.
      quietly('umount', ['--lazy', path]);
      rmSync(`${path}.img`, { force: true });
    }
  };
}

function mountMemory(path: string, mebibytes: number): void {
  const options = `size=${String(mebibytes)}m,uid=${OWNER},gid=${OWNER},mode=775`;
  said('mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', path]);
}

function mountLoop(path: string, mebibytes: number, inodes: number): void {
  const image = `${path}.img`;
  said('truncate', ['--size', `${String(mebibytes)}M`, image]);
  said('mkfs.ext4', [
    ...['-q', '-N', String(inodes), '-E', `root_owner=${OWNER}:${OWNER}`],
    image
  ]);
  said('mount', ['-o', 'loop', image, path]);
}

function manifests(
  name: string,
  path: string,
  claim: string,
  namespace: string,
  shape: Shape
): [volume: object, claim: object] {
  const storage = `${String(shape.mebibytes)}Mi`;
  const accessModes = [shape.accessMode ?? 'ReadWriteOnce'];
  const volume = {
    apiVersion: 'v1',
    kind: 'PersistentVolume',
    metadata: { name },
    spec: {
      ...{ accessModes, capacity: { storage }, storageClassName: '' },
      claimRef: { name: claim, namespace },
      persistentVolumeReclaimPolicy: 'Retain',
      hostPath: { path, type: 'Directory' }
    }
  };
  const request = {
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    metadata: { name: claim },
    spec: {
      ...{ accessModes, volumeName: name, storageClassName: '' },
      resources: { requests: { storage } }
    }
  };
  return [volume, request];
}
