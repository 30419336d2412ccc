import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Failed } from '../../base/errors.ts';
import { environmentFiles, limitOf, SETTINGS } from './environment-files.ts';
import type { EnvironmentFiles } from './environment-files.ts';
import { readPyproject } from './pyproject.ts';
import type { Pyproject } from './pyproject.ts';
import { wantedPython } from './python-version.ts';
import type { WantedPython } from './python-version.ts';
import { readText } from '../../repositories/repository-file.ts';
import { excludesMajor, parseRequirements } from './requirements.ts';
import type { Requirement } from './requirements.ts';

/** The files and wishes of a checkout that decide its environment. */
export interface EnvironmentPlan extends EnvironmentFiles {
  /** The text of each file that decides what is resolved. */
  readonly texts: ReadonlyMap<string, string>;
  readonly pyproject?: Pyproject;
  readonly python?: WantedPython;
  /** Every requirement that is named, with its file. */
  readonly requirements: readonly (Requirement & { readonly file: string })[];
  /** True when the repository itself is a package to be installed. */
  readonly installsItself: boolean;
  /** True when more than the texts decides: the lock's key has the commit. */
  readonly byCommit: boolean;
}

/** Files whose text is read here; of them uv reads `uv.lock` itself, too. */
const TEXTS = [
  'requirements.txt',
  'pyproject.toml',
  'uv.lock',
  'runtime.txt',
  '.python-version'
];

/**
 * Read the plan of a checkout, or fail with what cannot be honoured. `paths`
 * lists the repository's files when the checkout has only some of them.
 */
export async function readPlan(
  folder: string,
  signal: AbortSignal,
  paths?: readonly string[]
): Promise<EnvironmentPlan> {
  const found = environmentFiles(paths ?? (await pathsOf(folder)));
  if (found.unsupported) {
    throw unsupported(found);
  }
  const texts = await readTexts(folder, found);
  const files = paths ? found : readable(found, texts);
  const plan = await planOf(files, texts, signal);
  refuseOldLab(plan.requirements);
  return plan;
}

async function planOf(
  files: EnvironmentFiles,
  texts: ReadonlyMap<string, string>,
  signal: AbortSignal
): Promise<EnvironmentPlan> {
  const { prefix } = files;
  const text = (name: string) => texts.get(prefix + name);
  const listed = await parseRequirements(
    text('requirements.txt') ?? '',
    signal
  );
  const file = `${prefix}requirements.txt`;
  const pyproject = readPyproject(text('pyproject.toml'), {
    file: `${prefix}pyproject.toml`
  });
  const python = wantedPython(text, prefix, pyproject);
  const setup = files.files.includes('setup.py');
  const installsItself =
    prefix === '' && (setup || pyproject?.installable === true);
  return {
    ...files,
    texts,
    installsItself,
    byCommit: installsItself || listed.refers,
    requirements: [
      ...listed.requirements.map(requirement => ({ ...requirement, file })),
      ...(pyproject?.requirements ?? [])
    ],
    ...(pyproject ? { pyproject } : {}),
    ...(python ? { python } : {})
  };
}

async function pathsOf(folder: string): Promise<string[]> {
  const top = await readdir(folder);
  const below = ['binder', '.binder'].filter(name => top.includes(name));
  const nested = below.map(async name => {
    const names = await readdir(join(folder, name)).catch(() => []);
    return names.map(inner => `${name}/${inner}`);
  });
  return [...top, ...(await Promise.all(nested)).flat()];
}

async function readTexts(
  folder: string,
  { prefix, files }: EnvironmentFiles
): Promise<Map<string, string>> {
  const wanted = [
    ...TEXTS.map(name => prefix + name).filter(path => files.includes(path)),
    SETTINGS
  ];
  const texts = new Map<string, string>();
  for (const path of wanted) {
    const text = await readText(folder, path, limitOf(path));
    if (text !== undefined) {
      texts.set(path, text);
    }
  }
  return texts;
}

/** Leave out files that we cannot read, such as links to devices, from uv. */
function readable(
  { prefix, files, notHonoured, ...rest }: EnvironmentFiles,
  texts: ReadonlyMap<string, string>
): EnvironmentFiles {
  const isRead = (path: string) =>
    !TEXTS.includes(path.slice(prefix.length)) || texts.has(path);
  const why = 'It is not a file of the repository.';
  const left = files.filter(path => !isRead(path)).map(file => ({ file, why }));
  return {
    ...{ prefix, ...rest },
    files: files.filter(isRead),
    notHonoured: [...notHonoured, ...left]
  };
}

function unsupported({ notHonoured }: EnvironmentFiles): Failed {
  const [first] = notHonoured;
  const file = first?.file ?? '';
  return new Failed(
    'unsupported-environment',
    `This machine cannot build ${file}. ${first?.why ?? ''} Add a requirements.txt.`,
    { file, values: { file, reason: 'file' } }
  );
}

function refuseOldLab(
  requirements: readonly (Requirement & { file: string })[]
): void {
  const old = requirements.find(
    ({ name, specifier }) =>
      name === 'jupyterlab' && excludesMajor(specifier, 4)
  );
  if (old) {
    throw oldLab(old.specifier, old);
  }
}

/** Return why an old JupyterLab is refused: the Projects panel needs 4. */
export function oldLab(
  version: string,
  where: { file?: string; line?: number }
): Failed {
  return new Failed(
    'unsupported-environment',
    `This repository asks for jupyterlab${version}. Projects open in JupyterLab 4: change or remove that line.`,
    {
      ...(where.file === undefined ? {} : { file: where.file }),
      ...(where.line === undefined ? {} : { line: where.line }),
      values: { package: 'jupyterlab', version, reason: 'jupyterlab' }
    }
  );
}
