import type { Inspection } from '../builder.ts';

/** Files that decide alone: with one of them, no other file is read. */
const ALONE = ['Dockerfile', 'default.nix'];
const READ = [
  'environment.yml',
  'Project.toml',
  'REQUIRE',
  'install.R',
  'Pipfile.lock',
  'Pipfile',
  'requirements.txt',
  'runtime.txt',
  'apt.txt',
  'postBuild',
  'start'
];
/** Files that are read only at the top, when there is no folder `binder`. */
const TOP = ['pyproject.toml', 'setup.py', 'DESCRIPTION'];

/**
 * Picks the files that repo2docker builds from, out of the paths at the top and
 * in the folders `binder` and `.binder`: only one of the three places is read.
 */
export function repo2dockerFiles(
  paths: readonly string[]
): Pick<Inspection, 'files' | 'notHonoured'> {
  const has = new Set(paths);
  const prefix =
    ['binder/', '.binder/'].find(folder =>
      paths.some(path => path.startsWith(folder))
    ) ?? '';
  const names = prefix === '' ? [...READ, ...TOP] : READ;
  const present = (of: readonly string[]) =>
    of.map(name => prefix + name).filter(path => has.has(path));
  const [alone] = present(ALONE);
  if (alone === undefined) {
    return { files: present(names), notHonoured: [] };
  }
  const why = `${alone} alone says what is built.`;
  return {
    files: [alone],
    notHonoured: present(names).map(file => ({ file, why }))
  };
}
