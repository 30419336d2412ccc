import type { Inspection } from '../builder.ts';

/** What decides alone what is built: the other files are not read. */
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
/** Of the repository itself, where no folder `binder` says otherwise. */
const TOP = ['pyproject.toml', 'setup.py', 'DESCRIPTION'];

/**
 * Which files repo2docker builds of, from the paths at the top and in the
 * folders `binder` and `.binder`: only one of the three places is read.
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
