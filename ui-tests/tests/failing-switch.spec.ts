/** The promise: if a new server cannot start, the user stays in the old one. */
import { expect, test } from '../support/fixtures.ts';
import {
  BROKEN_SERVER,
  INFLECTION,
  repository,
  slowServer
} from '../support/repositories.ts';

const PENGUINS = repository(INFLECTION, 'print(6 * 7)');

test('a server that dies leaves the user where they are, with the reason', async ({
  lab,
  git,
  api,
  companion
}) => {
  await git.create('penguins', PENGUINS);
  await git.create('broken', BROKEN_SERVER);
  const penguins = await api.project(`${git.url}/penguins`);
  const broken = await api.project(`${git.url}/broken`);
  await lab.open(companion, await api.open(penguins));
  await lab.openFile('analysis.ipynb');
  await expect(await lab.run(0)).toContainText('42');
  const before = lab.page.url();

  const panel = await lab.openPanel();
  await panel.press('Switch to', broken.title);

  const dialog = panel.dialog(`${broken.title} did not start`);
  await expect(dialog).toBeVisible({ timeout: 60_000 });
  await expect(dialog).toContainText('JupyterLab stopped with exit code 3');
  await expect(dialog).toContainText('no module named notebook_shim');
  await expect(dialog).toContainText(
    `You are still in ${penguins.title}. Nothing has changed.`
  );
  await dialog.getByRole('button', { name: 'Stay' }).click();
  await expect(dialog).toBeHidden();
  expect(lab.page.url()).toBe(before);
  await expect(await lab.run(0)).toContainText('42');
  expect((await api.find(penguins.id)).active).toBe(true);
  expect((await api.find(broken.id)).state).toBe('stopped');

  await expect(panel.row(broken.title)).toContainText(
    'Did not start · exit code 3'
  );
  await panel.choose(broken.title, 'Show log');
  await expect(
    lab.page.getByRole('region', { name: 'Log of the server' })
  ).toContainText('no module named notebook_shim');
  await panel.back();
  await expect(panel.row(broken.title)).not.toContainText('Did not start');
});

test('a kernel that does not start is a server that is not ready', async ({
  lab,
  git,
  api,
  companion
}) => {
  await git.create('penguins', PENGUINS);
  await git.create('no-kernel', {
    ...PENGUINS,
    postBuild: [
      '#!/bin/bash',
      'set -e',
      'file=$(python -c "import ipykernel; print(ipykernel.__path__[0])")/kernelapp.py',
      'rm "$file"',
      'echo "raise SystemExit(7)" > "$file"',
      ''
    ].join('\n')
  });
  const penguins = await api.project(`${git.url}/penguins`);
  const broken = await api.project(`${git.url}/no-kernel`);
  await lab.open(companion, await api.open(penguins));

  const panel = await lab.openPanel();
  await panel.press('Switch to', broken.title);

  await expect(panel.dialog(`${broken.title} did not start`)).toContainText(
    `You are still in ${penguins.title}. Nothing has changed.`,
    {
      timeout: 90_000
    }
  );
  expect((await api.find(penguins.id)).active).toBe(true);
});

test('a switch that is cancelled leaves everything as it was', async ({
  lab,
  git,
  api,
  gate,
  companion
}) => {
  await git.create('penguins', PENGUINS);
  await git.create('slow', slowServer(gate.path));
  const penguins = await api.project(`${git.url}/penguins`);
  const slow = await api.project(`${git.url}/slow`);
  await lab.open(companion, await api.open(penguins));

  const panel = await lab.openPanel();
  await panel.press('Switch to', slow.title);
  const dialog = panel.dialog(`Switching to ${slow.title}`);
  await expect(dialog).toContainText(
    `${penguins.title} stays open until ${slow.title} is ready.`
  );
  await dialog.getByRole('button', { name: 'Cancel' }).click();

  await expect(
    lab.page
      .getByText(`Still in ${penguins.title}. The switch was cancelled.`)
      .first()
  ).toBeVisible();
  await expect
    .poll(async () => (await api.find(slow.id)).state)
    .toBe('stopped');
});
