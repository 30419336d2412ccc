/** Switches to a project of a million files, against those to one of a few. */
import { median, type Result } from '../result.ts';
import { type ClusterSite, NO_PAGES, openSite } from './site.ts';

const THOUSANDS = 1_000;
const ROUNDS = 6;

/** Makes folders of 1,000 empty files, owned by its user, and syncs them. */
const MAKE = `
import os
os.chdir(os.environ['HOME'])
for folder in range(${String(THOUSANDS)}):
    os.makedirs(f'many/{folder}')
    for file in range(1000):
        os.close(os.open(f'many/{folder}/{file}', os.O_CREAT))
os.sync()
`;

export async function manyFiles(): Promise<Result[]> {
  const site = await openSite({ strategy: 'overlap' }, NO_PAGES);
  try {
    // Both have the same image, so only their folders differ.
    const image = await site.places.cluster.image('ocean');
    const many = await site.project('many', image);
    const few = await site.project('few', image);
    await site.open(many);
    await makeFiles(site);
    await site.open(few);
    const toMany: number[] = [];
    const toFew: number[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      toMany.push(await site.switchTo(many));
      toFew.push(await site.switchTo(few));
      console.error(`  ${String(toMany.at(-1))} / ${String(toFew.at(-1))}`);
    }
    const count = (THOUSANDS * 1000).toLocaleString('en');
    return [
      {
        name: `warm switch to ${count} files, less one to a few: seconds`,
        value: median(toMany) - median(toFew),
        bound: 1,
        measured: { many: toMany, few: toFew }
      }
    ];
  } finally {
    await site.close();
  }
}

/** Make the files in the home of the only server that runs. */
async function makeFiles({ places: { namespace } }: ClusterSite) {
  const pod = await namespace.kubectl([
    ...['get', 'pods', '-o', 'name'],
    ...['--selector', 'jupyterlab-projects/role=server']
  ]);
  await namespace.kubectl([
    ...['exec', pod.trim(), '-c', 'notebook', '--'],
    ...['python3', '-c', MAKE]
  ]);
}
