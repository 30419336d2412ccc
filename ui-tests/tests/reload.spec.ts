/** Builds and switches outlive the page that asked for them. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from '../support/fixtures.ts';
import { Lab } from '../support/lab.ts';
import { ProjectsPanel } from '../support/projects-panel.ts';
import {
  INFLECTION,
  repository,
  slowBuild,
  slowServer
} from '../support/repositories.ts';

test('a page that is reloaded in mid-build sees the whole log', async ({
  home,
  git,
  api,
  gate,
  context
}) => {
  await git.create('slow-build', slowBuild(gate.path));
  await home.preview(`${git.url}/slow-build`);
  await home.button('Create').click();
  await expect(home.log).toContainText('Waiting at the gate', {
    timeout: 120_000
  });
  const { title } = await api.only();
  const first = (await home.log.innerText()).trim().split('\n')[0]!;

  await home.page.reload();
  await home.press('Show the build of', title);
  await expect(home.log).toContainText('Waiting at the gate');
  await expect(home.log).toContainText(first);

  const second = new ProjectsPanel(await context.newPage());
  await second.page.goto(home.page.url());
  await second.press('Show the build of', title);
  await expect(second.log).toContainText(first);

  await gate.open();
  await expect(home.log).toContainText('The gate is open');
  await expect(second.log).toContainText('The gate is open');
  await expect(second.row(title)).not.toContainText('Building');
});

test('a page that is reloaded in mid-switch goes on with it', async ({
  lab,
  git,
  api,
  gate,
  companion
}) => {
  await git.create('penguins', repository(INFLECTION, ''));
  await git.create('slow', slowServer(gate.path));
  const penguins = await api.project(`${git.url}/penguins`);
  const slow = await api.project(`${git.url}/slow`);
  await lab.open(companion, await api.open(penguins));
  await (await lab.openPanel()).press('Switch to', slow.title);
  await expect(lab.panel.dialog(`Switching to ${slow.title}`)).toBeVisible();

  await lab.page.reload();
  await lab.restored();
  await lab.openPanel();
  await expect(
    lab.panel.region.getByText(`${slow.title}: starting`)
  ).toBeVisible();
  expect((await api.find(penguins.id)).active).toBe(true);

  await gate.open();
  await lab.arrived(slow);
});

test('a build that is cancelled ends, and says that nothing changed', async ({
  home,
  git,
  api,
  gate
}) => {
  await git.create('slow-build', slowBuild(gate.path));
  await home.preview(`${git.url}/slow-build`);
  await home.button('Create').click();
  await expect(home.log).toContainText('Waiting at the gate', {
    timeout: 120_000
  });

  await home.button('Cancel build').click();

  await expect(
    home.page.getByText('Build cancelled. Nothing changed.').first()
  ).toBeVisible();
  const project = await api.only();
  expect(project.state).toBe('unbuilt');
  await expect(home.row(project.title)).toContainText('Not built');
});

test('the active project moves to its new image when it is rebuilt', async ({
  lab,
  git,
  api,
  companion
}) => {
  await git.create(
    'penguins',
    repository(INFLECTION, 'import cowsay; print(6 * 7)')
  );
  const penguins = await api.project(`${git.url}/penguins`);
  const active = await api.open(penguins);
  await lab.open(companion, active);
  await lab.openFile('analysis.ipynb');
  await expect(await lab.run(0)).toContainText('ModuleNotFoundError');
  await git.commit('penguins', { 'requirements.txt': 'cowsay==6.1\n' });
  // A file of the repository that was edited here, and in the new commit.
  const edited = join(
    ...[companion.data, 'projects', penguins.name, 'requirements.txt']
  );
  await writeFile(edited, 'mine');

  const panel = await lab.openPanel();
  await (
    await panel.menu(penguins.title)
  )
    .getByRole('menuitem', { name: 'Rebuild', exact: true })
    .click();

  const other = new RegExp(`/user/[^/]+/${penguins.slug}-b/lab`);
  await expect(async () => {
    const again = lab.panel
      .button('Restart on it')
      .or(lab.panel.button('Move now'));
    if (await again.first().isVisible()) {
      await again.first().click();
    }
    expect(lab.page.url()).toMatch(other);
  }).toPass({ timeout: 150_000 });
  const moved = new Lab(lab.page, companion);
  await moved.restored();
  await moved.helpers.activity.activateTab('analysis.ipynb');
  await expect(await moved.run(0)).toContainText('42');
  expect(await readFile(edited, 'utf8')).toBe('mine');
});
