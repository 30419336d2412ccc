/** The base of all images: a small Debian, made without an image registry. */
import { copyFileSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { run } from '../../scripts/steps.ts';
import { AUTHORITIES, docker } from './docker.ts';
import { CACHE, SOURCES } from './folders.ts';

/** Folders that no container reads. */
const SUPERFLUOUS = [
  ...['var/cache/apt', 'var/lib/apt/lists', 'usr/share/doc'],
  ...['usr/share/man', 'usr/share/locale', 'var/log']
];

/** Make the root folder anew and import it under that name. */
export async function importDebian(name: string): Promise<void> {
  const root = join(CACHE, 'debian');
  const archive = `${root}.tar`;
  const { suite, packages } = recipe();
  await remove(root);
  try {
    await run(
      'debootstrap',
      ['--variant=minbase', `--include=${packages.join(',')}`, suite, root],
      { stdio: ['ignore', 'ignore', 'inherit'] }
    );
    for (const folder of SUPERFLUOUS) {
      await run('find', [join(root, folder), '-mindepth', '1', '-delete']);
    }
    // A proxy that this machine trusts is trusted by builds in the image, too.
    copyFileSync(AUTHORITIES, join(root, AUTHORITIES));
    await run('tar', ['--create', '--file', archive, '--directory', root, '.']);
    await docker(['import', archive, name]);
  } finally {
    await remove(root);
    rmSync(archive, { force: true });
  }
}

/** Read `images/debian/packages`: the suite, then the packages. */
function recipe(): { suite: string; packages: string[] } {
  const [suite = '', ...packages] = readFileSync(
    join(SOURCES, 'images', 'debian', 'packages'),
    'utf8'
  )
    .trim()
    .split('\n');
  return { suite, packages };
}

/** Remove one file system only: a cut-off run may have left /proc mounted. */
async function remove(root: string): Promise<void> {
  await run('sh', [
    '-c',
    'for m in proc sys; do umount "$1/$m" 2>/dev/null; done; rm -rf --one-file-system "$1"',
    'sh',
    root
  ]);
}
