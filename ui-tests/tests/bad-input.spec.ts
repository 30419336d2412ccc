/** Mistyped or malicious input gets one sentence, and nothing is built. */
import type { ProjectList } from 'jupyterlab-projects-companion/contract';
import { expect, test } from '../support/fixtures.ts';
import { INFLECTION, repository } from '../support/repositories.ts';

const FILES = repository(INFLECTION, '');
const NOT_YET =
  'Not a repository link yet. Example: https://github.com/owner/repo';

const REFUSED: readonly {
  what: string;
  paste: (git: string) => string;
  says: string | RegExp;
}[] = [
  { what: 'a word', paste: () => 'penguins', says: NOT_YET },
  { what: 'an option', paste: () => '--upload-pack=id', says: NOT_YET },
  {
    what: 'a transport',
    paste: () => 'ext::sh -c id',
    says: /Not a repository link yet|not allowed/
  },
  {
    what: 'a file',
    paste: () => 'file:///etc',
    says: /Not a repository link yet|not allowed|takes/
  },
  {
    what: 'a password',
    paste: git => `${git.replace('http://', 'http://ada:secret@')}/penguins`,
    says: 'Remove the password from the link. It is not sent.'
  },
  {
    what: 'a private address',
    paste: () => 'https://127.0.0.2/owner/repo',
    says: /127\.0\.0\.2 is on a private network/
  },
  {
    what: 'a repository that is not there',
    paste: git => `${git}/pengiuns`,
    says: /has no public repository|no public repository/
  },
  {
    what: 'an empty repository',
    paste: git => `${git}/empty`,
    says: /has no files yet/
  },
  {
    what: 'a DOI',
    paste: () => '10.5281/zenodo.1234567',
    says: 'This machine builds git repositories. A DOI needs a site with BinderHub.'
  },
  {
    what: 'a conda environment',
    paste: git => `${git}/conda`,
    says: /environment\.yml/
  }
];

test('what cannot be built is refused under the field, which keeps it', async ({
  home,
  git,
  api
}) => {
  await git.create('penguins', FILES);
  await git.create('empty');
  await git.create('conda', {
    'environment.yml': 'dependencies:\n  - numpy\n'
  });
  for (const { what, paste, says } of REFUSED) {
    await test.step(what, async () => {
      const pasted = paste(git.url);
      await home.write(pasted);
      await home.source.press('Enter');
      await expect(home.page.getByText(says).first()).toBeVisible();
      await expect(home.source).toHaveAttribute('aria-invalid', 'true');
      await expect(home.source).toHaveValue(pasted);
    });
  }
  const { projects } = await api.get<ProjectList>('projects');
  expect(projects).toEqual([]);
});

test('a ref that is not there is named, and the others are offered', async ({
  home,
  git
}) => {
  await git.create('penguins', FILES, { tags: ['v1'] });
  await home.preview(`${git.url}/penguins`);
  await home.ref.fill('v9');
  await home.ref.press('Enter');
  await expect(
    home.page.getByText(/has no branch, tag or commit “v9”/).first()
  ).toBeVisible();
});

test('a link to a branch that is not there is told under it, with a way on', async ({
  home,
  git
}) => {
  await git.create('penguins', FILES);
  const repository = encodeURIComponent(`${git.url}/penguins`);
  await home.write(`https://hub.test/v2/git/${repository}/gone`);
  await expect(
    home.page.getByText(/has no branch, tag or commit “gone”/).first()
  ).toBeVisible();
  await expect(home.source).toHaveAttribute('aria-invalid', 'true');
  await home.button('Use main').click();
  await expect(home.name).toHaveValue('penguins');
});

test('a repository that one has already is offered, not made again', async ({
  home,
  git,
  api
}) => {
  await git.create('penguins', FILES);
  const { title } = await api.project(`${git.url}/penguins`);
  await home.write(`${git.url}/penguins`);
  await expect(
    home.page.getByText(`You have this already: ${title}`).first()
  ).toBeVisible();
});

test('a requirement that is not there fails the build at its line', async ({
  home,
  git
}) => {
  await git.create('penguins', {
    ...FILES,
    'requirements.txt': `# two\n${INFLECTION}\nhumanize==999.9\n`
  });
  await home.preview(`${git.url}/penguins`);
  await home.button('Create').click();
  await expect(
    home.page.getByText(/humanize has no version 999\.9/).first()
  ).toBeVisible({ timeout: 120_000 });
  await expect(
    home.page.getByText('requirements.txt, line 3').first()
  ).toBeVisible();
});

test('a postBuild that fails leaves no project half made', async ({
  home,
  git,
  api
}) => {
  await git.create('penguins', {
    ...FILES,
    postBuild: '#!/bin/bash\necho "out of luck"\nexit 9\n'
  });
  await home.preview(`${git.url}/penguins`);
  await home.button('Create').click();
  await expect(
    home.page.getByText('postBuild stopped with exit code 9.').first()
  ).toBeVisible({ timeout: 120_000 });
  await expect(home.log).toContainText('out of luck');
  const project = await api.only();
  expect(project.state).toBe('unbuilt');

  const menu = await home.menu(project.title);
  await menu.getByRole('menuitem', { name: 'Remove' }).click();
  await expect(home.page.getByText('No projects yet')).toBeVisible();
});

test.describe('with a limit of one project', () => {
  test.use({ settings: { limit: 1 } });

  test('the second is refused before anything is built', async ({
    home,
    git,
    api
  }) => {
    await git.create('penguins', FILES);
    await git.create('ocean-heat', FILES);
    await api.project(`${git.url}/penguins`);
    await home.write(`${git.url}/ocean-heat`);
    await home.source.press('Enter');
    await expect(
      home.page.getByText(/You have 1 of 1 projects/).first()
    ).toBeVisible();
    const { projects } = await api.get<ProjectList>('projects');
    expect(projects).toHaveLength(1);
  });
});
