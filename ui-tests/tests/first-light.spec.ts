/** The thread through everything, as a new user follows it. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ProjectList } from 'jupyterlab-projects-companion/contract';
import { expect, test } from '../support/fixtures.ts';
import { Lab } from '../support/lab.ts';
import { HUMANIZE, INFLECTION, repository } from '../support/repositories.ts';

const PENGUINS = repository(
  INFLECTION,
  'import inflection; print(inflection.pluralize("penguin"))',
  'import humanize; print(humanize.intcomma(1234567))'
);
const OCEAN = repository(
  HUMANIZE,
  'import humanize; print(humanize.intcomma(1234567))'
);

test('from an empty home page to two projects, there and back', async ({
  home,
  git,
  api,
  companion
}) => {
  test.slow();
  const lab = new Lab(home.page, companion);
  await git.create('penguins', PENGUINS);
  await git.create('ocean-heat', OCEAN);

  await test.step('the first project, from the home page', async () => {
    await expect(home.page.getByText('No projects yet')).toBeVisible();
    await home.preview(`${git.url}/penguins`);
    await expect(home.page.getByText('requirements.txt')).toBeVisible();
    await home.button('Create and switch').click();
    await expect(
      home.page.getByText('Building', { exact: false }).first()
    ).toBeVisible();
    await lab.page.waitForURL(/\/user\/.+\/lab/, { timeout: 180_000 });
    await lab.restored();
  });

  await test.step('the second one, while the first is at work', async () => {
    const panel = await lab.openPanel();
    await panel.preview(`${git.url}/ocean-heat`);
    await panel.button('Create').click();
    await expect(panel.log).toBeVisible();
    await panel.back();
    await expect
      .poll(
        async () => {
          const { projects } = await api.get<ProjectList>('projects');
          return projects.map(project => project.build?.phase);
        },
        { timeout: 120_000 }
      )
      .toEqual(['built', 'built']);
  });

  const { projects } = await api.get<ProjectList>('projects');
  const penguins = projects.find(project => project.active)!;
  const ocean = projects.find(project => !project.active)!;

  await test.step('work that the other project must not lose', async () => {
    // Opened as by a link to a file: not in the project's own workspace.
    await lab.page.goto(
      lab.page.url().replace(/\/lab\/.*$/, '/lab/tree/README.md')
    );
    await lab.restored();
    await lab.openFile('analysis.ipynb');
    await expect(await lab.run(0)).toContainText('penguins');
    await expect(await lab.run(1)).toContainText('ModuleNotFoundError');
    await lab.helpers.notebook.setCell(
      0,
      'code',
      'print("kept " + str(6 * 7))'
    );
    await expect(await lab.run(0)).toContainText('kept 42');
    await lab.helpers.notebook.save();
    await expect(lab.tabs()).toHaveText([/README\.md/, /analysis\.ipynb/]);
  });

  await test.step('the package is there in the second', async () => {
    await lab.switchTo(ocean);
    await expect(lab.page).toHaveURL(/\/user\//);
    await lab.openFile('analysis.ipynb');
    await expect(await lab.run(0)).toContainText('1,234,567');
  });

  await test.step('and back: files, open tabs and layout are there', async () => {
    await lab.switchTo(penguins);
    await expect(lab.tabs()).toHaveText([/README\.md/, /analysis\.ipynb/]);
    await lab.helpers.activity.activateTab('analysis.ipynb');
    await expect(lab.page.locator('.jp-NotebookPanel:visible')).toContainText(
      'kept 42'
    );
    const saved = await readFile(
      join(companion.data, 'projects', penguins.name, 'analysis.ipynb'),
      'utf8'
    );
    expect(saved).toContain('kept ');
  });
});

test('a cell that is typed and not saved is there after the switch', async ({
  lab,
  git,
  api,
  companion
}) => {
  await git.create('penguins', PENGUINS);
  await git.create('ocean-heat', OCEAN);
  const penguins = await api.project(`${git.url}/penguins`);
  const ocean = await api.project(`${git.url}/ocean-heat`);
  await lab.open(companion, await api.open(penguins));

  await lab.type('notes.md', 'Typed before the switch. ');
  await lab.switchTo(ocean);

  await expect
    .poll(() =>
      readFile(
        join(companion.data, 'projects', penguins.name, 'notes.md'),
        'utf8'
      )
    )
    .toContain('Typed before the switch. A note.');
});
