/** A second project with the same requirements, against git and uv by hand. */
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { environmentByHand } from './by-hand.ts';
import { median, type Result, seconds } from './result.ts';
import { startSite } from './site.ts';

const ROUNDS = 5;
const UV = join(import.meta.dirname, '..', '.tool', 'bin', 'uv');
const FILES = { 'requirements.txt': 'inflection==0.5.1\nhumanize==4.12.3\n' };

export async function sameRequirements(): Promise<Result[]> {
  const site = await startSite({});
  try {
    const { data } = site.companion;
    await site.git.create('first', FILES);
    await site.project('first');
    const locks = join(data, 'state', 'locks');
    const [lock] = await readdir(locks);
    const builds: number[] = [];
    const byHand: number[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      const name = `again-${String(round)}`;
      await site.git.create(name, { ...FILES, 'README.md': `# ${name}\n` });
      // The panel shows the preview before it asks for the project.
      const source = `${site.git.url}/${name}.git`;
      await site.post('sources/resolve', { source });
      builds.push(await seconds(() => site.project(name)));
      const folder = await mkdtemp(join(data, 'by-hand-'));
      const options = {
        uv: UV,
        cache: join(data, 'cache', 'uv'),
        source,
        lock: join(locks, lock ?? ''),
        folder
      };
      byHand.push(await seconds(() => environmentByHand(options)));
      await rm(folder, { recursive: true });
    }
    return [
      {
        name: 'second project with the same requirements / by hand',
        value: median(builds) / median(byHand),
        bound: 1.5,
        measured: { project: builds, 'by hand': byHand }
      }
    ];
  } finally {
    await site.close();
  }
}
