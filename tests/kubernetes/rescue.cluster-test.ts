/** When no project starts: trash and a rescue server, on a full volume. */
import {
  chownSync,
  existsSync,
  readdirSync,
  rmSync,
  statfsSync,
  writeFileSync
} from 'node:fs';
import { join } from 'node:path';
import { smallVolume } from '../cluster/file-systems.ts';
import type { SmallVolume } from '../cluster/file-systems.ts';
import { until } from '../cluster/waiting.ts';
import { CompanionBench } from './companion-bench.ts';
import { quickImage } from './quick-image.ts';
import { USER } from './places.ts';

const OWNER = 1000;
const MB = 1024 * 1024;

let bench: CompanionBench;
let disk: SmallVolume;

beforeAll(async () => {
  bench = await CompanionBench.open(async cluster => ({
    kubernetes: { rescueImage: await cluster.image('base'), filesPodMs: 2_000 },
    projects: {
      ocean: [await cluster.image('ocean')],
      penguins: [await quickImage(cluster)],
      broken: [await cluster.image('broken')]
    }
  }));
  const { cluster, namespace } = bench;
  const claim = `projects-${USER}`;
  disk = await smallVolume(cluster, namespace, claim, { mebibytes: 24 });
  await namespace.kubectl([
    ...['wait', `pvc/${claim}`, '--for', 'jsonpath={.status.phase}=Bound'],
    '--timeout=60s'
  ]);
  await bench.start();
}, 400_000);

afterAll(async () => {
  await bench.close();
  await disk.remove();
});

/** Write until nothing more fits. */
function fill(folder: string): void {
  const path = join(folder, 'big.bin');
  const { bavail, bsize } = statfsSync(folder);
  try {
    writeFileSync(path, Buffer.alloc(bavail * bsize + MB));
  } catch {
    // As much as fits is there.
  }
  chownSync(path, OWNER, OWNER);
  expect(statfsSync(folder).bavail).toBe(0);
}

async function noServer(): Promise<void> {
  await bench.namespace.kubectl(['delete', 'pods', '--all', '--wait=true']);
}

async function send(method: string, path: string): Promise<unknown> {
  const answer = await bench.api(path, { method });
  const text = await answer.text();
  expect([path, answer.status, text]).toEqual([
    path,
    answer.ok ? answer.status : 200,
    text
  ]);
  return text === '' ? undefined : JSON.parse(text);
}

test('on a full volume no project starts, the rescue server does, and what is deleted with no server running makes room', async () => {
  await bench.moveTo('ocean');
  await bench.moveTo('penguins');
  await noServer();
  fill(join(disk.path, 'penguins'));

  expect(await bench.switchTo('ocean')).toMatchObject({
    phase: 'failed',
    error: {
      code: 'disk-full',
      actions: expect.arrayContaining(['free-space']) as string[]
    }
  });

  await bench.moveTo('rescue');
  expect(bench.servers()).toEqual(['rescue']);
  await noServer();

  const { id } = (await send('DELETE', 'projects/penguins')) as { id: string };
  expect(existsSync(join(disk.path, 'penguins'))).toBe(false);
  await send('DELETE', `trash/${id}`);
  await until(() => statfsSync(disk.path).bavail > 0, 'room', 60);

  await bench.moveTo('ocean');
  expect(readdirSync(join(disk.path, 'ocean'))).toContain('ocean.ipynb');
}, 500_000);

test('a broken image and a deleted folder leave the way to the rescue server, which ends with it', async () => {
  expect(await bench.switchTo('broken')).toMatchObject({
    phase: 'failed',
    error: { code: 'server-exited' }
  });
  rmSync(join(disk.path, 'ocean'), { recursive: true });
  await noServer();
  const refused = await bench.request({ project: 'ocean' });
  expect(await refused.json()).toMatchObject({ code: 'folder-missing' });
  expect(readdirSync(disk.path)).not.toContain('ocean');

  await bench.moveTo('rescue');
}, 400_000);
