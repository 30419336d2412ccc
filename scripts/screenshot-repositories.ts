/** The repositories that are in the pictures. */
import type { GitServer } from '../companion/src/testing/git-server.ts';
import {
  BROKEN_SERVER,
  HUMANIZE,
  INFLECTION,
  notebook,
  repository,
  slowBuild,
  slowServer
} from '../ui-tests/support/repositories.ts';

/** Make one of each kind; the slow build and the slow server wait for gates. */
export async function makeRepositories(
  git: GitServer,
  gate: { readonly build: string; readonly server: string }
): Promise<void> {
  await git.create('penguins', {
    ...repository(INFLECTION, ''),
    'analysis.ipynb': notebook(
      'import inflection\ninflection.pluralize("penguin")'
    )
  });
  await git.create('ocean-heat', {
    ...repository(HUMANIZE, 'import humanize'),
    'apt.txt': 'graphviz\n'
  });
  await git.create('climate-indices', slowBuild(gate.build));
  await git.create('slow-start', slowServer(gate.server));
  await git.create('survey-2026', repository('numpy==9.9', ''));
  await git.create('broken-start', BROKEN_SERVER);
  for (const name of ['islp-labs', 'galaxy-zoo-notebooks']) {
    await git.create(name, repository(INFLECTION, ''));
  }
}
