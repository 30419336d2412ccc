/** From the first page to the second project without a pointer. */
import { expect, test } from '../support/fixtures.ts';
import { Lab } from '../support/lab.ts';
import {
  HUMANIZE,
  INFLECTION,
  repository,
  slowServer
} from '../support/repositories.ts';

test('a project is made and opened from the home page by keys', async ({
  home,
  git,
  companion
}) => {
  const lab = new Lab(home.page, companion);
  await git.create('penguins', repository(INFLECTION, ''));
  await expect(home.source).toBeFocused();
  await home.page.keyboard.insertText(`${git.url}/penguins`);
  await home.page.keyboard.press('Enter');
  await lab.page.waitForURL(/\/user\/.+\/lab/, { timeout: 180_000 });
  await lab.restored();
});

test('arrows choose in the list and Enter switches', async ({
  lab,
  git,
  api,
  companion
}) => {
  await git.create('penguins', repository(INFLECTION, ''));
  await git.create('ocean-heat', repository(HUMANIZE, ''));
  const penguins = await api.project(`${git.url}/penguins`);
  const ocean = await api.project(`${git.url}/ocean-heat`);
  await lab.open(companion, await api.open(penguins));
  await lab.takesKeys();

  const panel = await lab.openPanel();
  await panel.row(penguins.title).focus();
  await lab.page.keyboard.press('ArrowDown');
  await expect(panel.row(ocean.title)).toBeFocused();
  await expect(panel.row(ocean.title)).toHaveAttribute('aria-selected', 'true');
  await lab.page.keyboard.press('Enter');
  await lab.arrived(ocean);
});

test('a project is switched to by its name', async ({
  lab,
  git,
  api,
  companion
}) => {
  await git.create('penguins', repository(INFLECTION, ''));
  await git.create('ocean-heat', repository(HUMANIZE, ''));
  const penguins = await api.project(`${git.url}/penguins`);
  const ocean = await api.project(`${git.url}/ocean-heat`);
  await lab.open(companion, await api.open(penguins));
  await lab.takesKeys();

  await lab.page.keyboard.press('Control+Alt+p');
  const ask = lab.page.getByRole('dialog');
  await expect(ask).toBeVisible();
  await lab.page.keyboard.type(ocean.title.slice(0, 5));
  await lab.page.keyboard.press('Enter');
  await lab.arrived(ocean);
});

test('Escape in the dialog of a switch goes on working', async ({
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
  await lab.takesKeys();
  const panel = await lab.openPanel();
  await panel.row(slow.title).focus();
  await lab.page.keyboard.press('Enter');
  const dialog = panel.dialog(`Switching to ${slow.title}`);
  await expect(dialog).toBeVisible();
  await expect(
    dialog.getByRole('button', { name: 'Keep working' })
  ).toBeFocused();

  await lab.page.keyboard.press('Escape');

  await expect(dialog).toBeHidden();
  await gate.open();
  await lab.arrived(slow);
});
