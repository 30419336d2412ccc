/** The files of a repository that say what software it needs. */
export interface EnvironmentFiles {
  /** `binder/`, `.binder/`, or nothing: as repo2docker, only one is read. */
  readonly prefix: string;
  /** Paths that are read, below the repository. */
  readonly files: readonly string[];
  readonly notHonoured: readonly { file: string; why: string }[];
  /** True when all files that ask for packages are ones we cannot honour. */
  readonly unsupported: boolean;
}

/** Files that say which packages to install. */
const PACKAGES = ['requirements.txt', 'pyproject.toml', 'setup.py'];
/** Files that are read beside those. */
const BESIDE = ['uv.lock', 'runtime.txt', '.python-version', 'postBuild'];

/** uv's own settings, which it reads where it runs. */
export const SETTINGS = 'uv.toml';

/** The limit for lists that people write; the longest seen have some 100 kB. */
const LIST_BYTES = 1_000_000;
/** The limit for files that programs write, and for scripts with data. */
const MADE_BYTES = 10_000_000;

/** Return the largest size of such a file that is read, in bytes. */
export function limitOf(path: string): number {
  return /(^|\/)(uv\.lock|postBuild)$/.test(path) ? MADE_BYTES : LIST_BYTES;
}

/** Files that ask for other software than Python packages. */
const OTHER: Readonly<Record<string, string>> = {
  'environment.yml': 'Conda environments are not built on this machine.',
  'environment.yaml': 'Conda environments are not built on this machine.',
  Dockerfile: 'Container images are not built on this machine.',
  'install.R': 'R is not installed by this machine’s builder.',
  DESCRIPTION: 'R is not installed by this machine’s builder.',
  'Project.toml': 'Julia is not installed by this machine’s builder.',
  REQUIRE: 'Julia is not installed by this machine’s builder.',
  Pipfile: 'Pipenv is not used on this machine.',
  'default.nix': 'Nix is not used on this machine.'
};

const IGNORED: Readonly<Record<string, string>> = {
  'apt.txt': 'System packages are not installed on this machine.',
  start: 'The server starts without it on this machine.'
};

/**
 * Pick the files that count from a repository's paths: those at its top, and
 * those of its folders `binder` and `.binder`.
 */
export function environmentFiles(paths: readonly string[]): EnvironmentFiles {
  const has = new Set(paths);
  const prefix =
    ['binder/', '.binder/'].find(folder =>
      paths.some(path => path.startsWith(folder))
    ) ?? '';
  const present = (names: readonly string[]) =>
    names.map(name => prefix + name).filter(path => has.has(path));
  const packages = present(PACKAGES);
  const others = present(Object.keys(OTHER));
  const why = { ...OTHER, ...IGNORED };
  const notHonoured = [...others, ...present(Object.keys(IGNORED))].map(
    file => ({ file, why: why[file.slice(prefix.length)] ?? '' })
  );
  if (has.has('.gitmodules')) {
    const file = '.gitmodules';
    notHonoured.push({ file, why: 'Submodules are not fetched.' });
  }
  return {
    prefix,
    files: [...packages, ...present(BESIDE)],
    notHonoured,
    unsupported: packages.length === 0 && others.length > 0
  };
}

/** True when a path may be one of those that are read. */
export function isEnvironmentFile(path: string): boolean {
  const name = path.replace(/^\.?binder\//, '');
  return [...PACKAGES, ...BESIDE, SETTINGS].includes(name);
}
