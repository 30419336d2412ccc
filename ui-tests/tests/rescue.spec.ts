/** The rescue Lab starts when no project does. */
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from '../support/fixtures.ts';
import { Lab } from '../support/lab.ts';
import {
  BROKEN_SERVER,
  INFLECTION,
  repository
} from '../support/repositories.ts';

const RESCUE = { slug: 'rescue' };

test('from a project that does not start, by the rescue Lab, to one that does', async ({
  home,
  git,
  api,
  companion
}) => {
  await git.create('broken', BROKEN_SERVER);
  await git.create('penguins', repository(INFLECTION, 'print(6 * 7)'));
  const broken = await api.project(`${git.url}/broken`);
  const penguins = await api.project(`${git.url}/penguins`);
  const lab = new Lab(home.page, companion);

  await test.step('the dialog of the failed start offers it', async () => {
    await home.press('Open', broken.title);
    const dialog = home.dialog(`${broken.title} did not start`);
    await expect(dialog).toContainText('Your files are safe.', {
      timeout: 60_000
    });
    await dialog.getByRole('button', { name: 'Open rescue Lab' }).click();
    await lab.arrived(RESCUE);
  });

  await test.step('it shows the folders of all projects', async () => {
    await lab.helpers.sidebar.openTab('filebrowser');
    for (const { name } of [broken, penguins]) {
      await expect(lab.listed(name)).toBeVisible();
    }
    await lab.openFile(`${broken.name}/README.md`);
    await expect(lab.tabs()).toHaveText([/README\.md/]);
  });

  await test.step('one opens a project from it', async () => {
    const panel = await lab.openPanel();
    await expect(
      panel.region.getByText(/^This is the rescue Lab/)
    ).toBeVisible();
    await panel.press('Open', penguins.title);
    await lab.arrived(penguins);
    await lab.openFile('analysis.ipynb');
    await expect(await lab.run(0)).toContainText('42');
    expect((await api.find(penguins.id)).active).toBe(true);
    await lab.openPanel();
    await expect(panel.row(penguins.title)).toBeVisible();
    await expect(panel.region.getByText(/rescue Lab/)).toBeHidden();
  });
});

test('a project whose folder was deleted leads to the rescue Lab', async ({
  home,
  git,
  api,
  companion
}) => {
  await git.create('penguins', repository(INFLECTION, ''));
  const { name, title } = await api.project(`${git.url}/penguins`);
  await rm(join(companion.data, 'projects', name), { recursive: true });
  await home.page.reload();

  await home.choose(title, 'Open rescue Lab');

  const lab = new Lab(home.page, companion);
  await lab.arrived(RESCUE);
  const panel = await lab.openPanel();
  await expect(panel.region.getByText(/^This is the rescue Lab/)).toBeVisible();
});
