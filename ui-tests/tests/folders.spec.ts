/** Folders of the volume that are no projects. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from '../support/fixtures.ts';
import { INFLECTION, repository } from '../support/repositories.ts';

test('a folder that is made in a terminal is seen by an open Lab, and becomes a project', async ({
  lab,
  git,
  api,
  companion
}) => {
  await git.create('penguins', repository(INFLECTION, ''));
  const penguins = await api.project(`${git.url}/penguins`);
  await lab.open(companion, await api.open(penguins));
  const panel = await lab.openPanel();
  await expect(panel.row(penguins.title)).toBeVisible();

  const folder = join(companion.data, 'projects', 'old-thesis');
  await mkdir(folder);
  await writeFile(join(folder, 'thesis.md'), 'Written before projects.');
  await lab.page
    .getByRole('button', { name: '1 folder that is no project' })
    .click({ timeout: 60_000 });
  const row = lab.page
    .getByRole('grid', { name: 'Folders' })
    .getByRole('row', { name: /^old-thesis/ });
  await row.hover();
  await row.getByRole('button', { name: /^Adopt/ }).click();
  await panel.button('Adopt').click();

  await lab.switchTo({ title: 'old-thesis', slug: 'old-thesis' });
  await lab.openFile('thesis.md');
  await expect(lab.page.locator('.jp-FileEditor:visible')).toContainText(
    'Written before projects.'
  );
});
