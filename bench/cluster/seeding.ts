/** The first copy of many files against `cp -a`, and their cost later on. */
import { chown, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Cluster } from '../../tests/cluster/cluster.ts';
import { claimName } from '../../companion/src/drivers/cluster/names.ts';
import { Kubernetes } from '../../companion/src/config/kubernetes-settings.ts';
import { claimFolder } from '../../tests/kubernetes/claim-files.ts';
import {
  noted,
  openPlaces,
  type Places,
  USER
} from '../../tests/kubernetes/places.ts';
import { median, type Result, seconds } from '../result.ts';
import { copyByHand, deletePod } from './by-hand.ts';

const ROUNDS = 3;
const STARTS = 5;

/** A hundred folders of a thousand small files. */
const DOCKERFILE = `FROM lab:base
RUN for folder in $(seq 100); do \\
      mkdir -p data/$folder; \\
      for file in $(seq 1000); do echo $folder $file > data/$folder/$file; done; \\
    done
`;

/** Time both copies with the pods that they run in, as both sides need one. */
export async function seeding(): Promise<Result[]> {
  const places = await openPlaces();
  try {
    const image = await manyFiles(places.cluster);
    const fills: number[] = [];
    const byHand: number[] = [];
    // Round 0 pulls the image and makes the claim, so it is not counted.
    for (let round = 0; round <= ROUNDS; round++) {
      const ours = `ours-${String(round)}`;
      const plan = places.plan({ image, folder: ours, newVolume: round === 0 });
      const fill = await seconds(
        async () => await places.driver.fill?.(plan, noted())
      );
      const name = `copy-${String(round)}`;
      const copy = await seconds(() =>
        copyByHand(places, {
          name,
          image,
          folder: ours.replace('ours', 'copy')
        })
      );
      await deletePod(places, name);
      if (round > 0) {
        fills.push(fill);
        byHand.push(copy);
      }
      console.error(`  ${String(fill)} / ${String(copy)}`);
    }
    return [
      await startOfMany(places, image, 'ours-1'),
      {
        name: 'seeding of 100,000 files, its pod and all / a pod of `cp -a`',
        value: median(fills) / median(byHand),
        bound: 1.3,
        measured: { seeding: fills, 'cp -a': byHand }
      }
    ];
  } finally {
    await places.close();
  }
}

/** Time a server's start on the folder of many files, and on an empty one. */
async function startOfMany(
  places: Places,
  image: string,
  many: string
): Promise<Result> {
  const { claim, uid, gid } = Kubernetes.parse({});
  const root = await claimFolder(
    places.cluster,
    places.namespace,
    claimName(claim.name, USER)
  );
  await mkdir(join(root, 'empty'));
  await chown(join(root, 'empty'), uid, gid);
  const started = async (folder: string) => {
    const plan = places.plan({ image, folder, seed: false, newVolume: false });
    const taken = await seconds(() => places.driver.start(plan, noted()));
    await places.driver.stop(plan.server);
    return taken;
  };
  const ofMany: number[] = [];
  const ofNone: number[] = [];
  for (let round = 0; round < STARTS; round++) {
    ofMany.push(await started(many));
    ofNone.push(await started('empty'));
  }
  return {
    name: 'start on a folder of 100,000 files / on an empty one',
    value: median(ofMany) / median(ofNone),
    bound: 1.15,
    measured: { 'many files': ofMany, none: ofNone }
  };
}

async function manyFiles(cluster: Cluster): Promise<string> {
  await cluster.image('base');
  const folder = await mkdtemp(join(tmpdir(), 'many-files-'));
  try {
    await writeFile(join(folder, 'Dockerfile'), DOCKERFILE);
    return await cluster.build({ folder, name: 'many-files:bench' });
  } finally {
    await rm(folder, { recursive: true });
  }
}
