/** Switches on the cluster, against pods that are applied by hand. */
import type { Project } from 'jupyterlab-projects-companion/contract';
import { pause } from '../api.ts';
import { polledSwitches } from '../polling.ts';
import { median, type Result, seconds } from '../result.ts';
import { applyBarePod, type BarePod, deletePod } from './by-hand.ts';
import { type ClusterSite, NO_PAGES, openSite } from './site.ts';

const ROUNDS = 12;
/** The kubelet looks at its pods once a second. */
const LOOK_MS = 1_000;

/** Make a project of each image and open both; the first one's server runs. */
async function twoProjects(
  site: ClusterSite
): Promise<{ projects: [Project, Project]; images: [string, string] }> {
  const { cluster } = site.places;
  const images = [
    await cluster.image('ocean'),
    await cluster.image('penguins')
  ] as const;
  const one = await site.project('one', images[0]);
  const two = await site.project('two', images[1]);
  await site.open(two);
  await site.open(one);
  return { projects: [one, two], images: [...images] };
}

/** Time request to *ready*, against `kubectl apply` to a kernel's answer. */
export async function warmSwitch(): Promise<Result[]> {
  const site = await openSite({ strategy: 'overlap' }, NO_PAGES);
  try {
    const { projects, images } = await twoProjects(site);
    const switches: number[] = [];
    const byHand: number[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      const to = round % 2 ? 0 : 1;
      const pod = barePod(round, images[to], projects[to]);
      // They take turns to be first, which may mean a quieter machine or fuller
      // caches.
      const sides = [
        async () => {
          switches.push(await site.switchTo(projects[to]));
        },
        async () => {
          byHand.push(await seconds(() => applyBarePod(site.places, pod)));
          await deletePod(site.places, pod.name);
        }
      ];
      await alternate(round, sides);
      console.error(`  ${String(switches.at(-1))} / ${String(byHand.at(-1))}`);
    }
    return [
      ratio('warm switch, request to ready / apply of a bare pod', 1.15, {
        switch: switches,
        'by hand': byHand
      })
    ];
  } finally {
    await site.close();
  }
}

/** Time switches that stop the old server first, against delete and apply. */
export async function recreate(): Promise<Result[]> {
  const site = await openSite({ strategy: 'recreate' }, NO_PAGES);
  try {
    const { projects, images } = await twoProjects(site);
    const switches: number[] = [];
    const byHand: number[] = [];
    let bare = barePod(0, images[0], projects[0]);
    await applyBarePod(site.places, bare);
    for (let round = 1; round <= ROUNDS; round++) {
      const to = round % 2 ? 1 : 0;
      const before = bare;
      bare = barePod(round, images[to], projects[to]);
      const next = bare;
      await alternate(Math.floor(round / 2), [
        async () => {
          switches.push(await site.switchTo(projects[to]));
        },
        async () => {
          const again = async () => {
            await deletePod(site.places, before.name);
            await applyBarePod(site.places, next);
          };
          byHand.push(await seconds(again));
        }
      ]);
      console.error(`  ${String(switches.at(-1))} / ${String(byHand.at(-1))}`);
    }
    return [
      ratio('recreate, request to ready / delete and apply', 1.1, {
        recreate: switches,
        'by hand': byHand
      })
    ];
  } finally {
    await site.close();
  }
}

/** Count the requests of a gateway's client that fail in twenty switches. */
export async function polling(): Promise<Result[]> {
  const site = await openSite({ strategy: 'overlap' });
  try {
    const { projects } = await twoProjects(site);
    return [await polledSwitches(site, ...projects)];
  } finally {
    await site.close();
  }
}

async function alternate(
  round: number,
  sides: (() => Promise<void>)[]
): Promise<void> {
  for (const side of round % 2 ? sides.toReversed() : sides) {
    // The side before ended at such a look of the kubelet: one that began right
    // then would win or lose up to a second each time.
    await pause(Math.random() * LOOK_MS);
    await side();
  }
}

function barePod(round: number, image: string, { name }: Project): BarePod {
  return { name: `by-hand-${String(round)}`, image, folder: name };
}

function ratio(
  name: string,
  bound: number,
  measured: Record<string, number[]>
): Result {
  const [ours = [], theirs = []] = Object.values(measured);
  return { name, value: median(ours) / median(theirs), bound, measured };
}
