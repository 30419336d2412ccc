/** A tab whose server ended without a switch says so, and leads on. */
import { expect, test } from '../support/fixtures.ts';
import { INFLECTION, repository } from '../support/repositories.ts';

const PENGUINS = repository(INFLECTION, 'print(6 * 7)');

test('a server that is killed is told of with its log, and started again', async ({
  lab,
  git,
  api,
  companion
}) => {
  await git.create('penguins', PENGUINS);
  const penguins = await api.project(`${git.url}/penguins`);
  await lab.open(companion, await api.open(penguins));

  const panel = await lab.openPanel();

  await companion.killServer(penguins.slug);

  const dialog = lab.page
    .getByRole('dialog')
    .filter({ hasText: `The server of ${penguins.title} has ended` });
  await expect(dialog).toBeVisible({ timeout: 60_000 });
  await expect(dialog).toContainText('JupyterLab was ended by SIGKILL.');
  await dialog.getByRole('button', { name: 'Read on' }).click();
  await expect(panel.row(penguins.title)).toContainText('Ended by itself');
  await panel.choose(penguins.title, 'Show log');
  await expect(
    lab.page.getByRole('region', { name: 'Log of the server' })
  ).toContainText('Jupyter Server');

  await panel.back();
  await panel.press('Open', penguins.title);
  const other = new RegExp(`/user/[^/]+/${penguins.slug}-b/lab`);
  await expect(lab.page).toHaveURL(other, { timeout: 60_000 });
  await lab.restored();
  expect((await api.find(penguins.id)).failedStart).toBeUndefined();
});

test('after the service was stopped and started, a tab leads to its project', async ({
  lab,
  git,
  api,
  companion
}) => {
  await git.create('penguins', PENGUINS);
  const penguins = await api.project(`${git.url}/penguins`);
  await lab.open(companion, await api.open(penguins));

  await companion.interrupt();
  const stopped = lab.page.getByRole('dialog').filter({
    hasText: 'Projects was stopped'
  });
  await expect(stopped).toBeVisible({ timeout: 60_000 });
  await companion.restart();

  await expect(stopped).toBeHidden({ timeout: 60_000 });
  await lab.page
    .getByRole('button', { name: `Open ${penguins.title}` })
    .click({ timeout: 60_000 });
  await lab.arrived(penguins);
});
