/** More than one tab on the same server, and a switch. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Switch } from 'jupyterlab-projects-companion/contract';
import { expect, test } from '../support/fixtures.ts';
import { Lab } from '../support/lab.ts';
import {
  HUMANIZE,
  INFLECTION,
  repository,
  slowServer
} from '../support/repositories.ts';

// The old server stops at once, so nothing can be saved after the switch.
test.use({ settings: { keepWarm: 0 } });

const PENGUINS = repository(INFLECTION, 'print(6 * 7)');
const OCEAN = repository(HUMANIZE, 'print(6 * 7)');

test('a second tab saves its work and says where the project went', async ({
  lab,
  git,
  api,
  companion,
  context
}) => {
  await git.create('penguins', PENGUINS);
  await git.create('ocean-heat', OCEAN);
  const penguins = await api.project(`${git.url}/penguins`);
  const ocean = await api.project(`${git.url}/ocean-heat`);
  const active = await api.open(penguins);
  await lab.open(companion, active);
  const second = new Lab(await context.newPage(), companion);
  await second.open(companion, active);
  await second.type('notes.md', 'From the second tab. ');

  await lab.page.bringToFront();
  await lab.switchTo(ocean);

  await expect(
    second.panel.dialog(`This tab belongs to ${penguins.title}`)
  ).toBeVisible();
  const file = join(companion.data, 'projects', penguins.name, 'notes.md');
  await expect
    .poll(() => readFile(file, 'utf8'))
    .toContain('From the second tab. A note.');

  await second.panel.button(`Go to ${ocean.title}`).click();
  await second.arrived(ocean);
});

test('work that cannot be saved in another tab keeps its server', async ({
  lab,
  git,
  api,
  companion,
  context
}) => {
  await git.create('penguins', PENGUINS);
  await git.create('ocean-heat', OCEAN);
  const penguins = await api.project(`${git.url}/penguins`);
  const ocean = await api.project(`${git.url}/ocean-heat`);
  const active = await api.open(penguins);
  await lab.open(companion, active);
  const second = new Lab(await context.newPage(), companion);
  await second.open(companion, active);
  await second.type('notes.md', 'Never saved. ');
  await second.page.route(/\/api\/contents\/notes\.md/, (route, request) =>
    request.method() === 'PUT' ? route.abort() : route.fallback()
  );

  await lab.page.bringToFront();
  await lab.switchTo(ocean);

  await expect
    .poll(async () => {
      const { phase, warning } = await api.get<Switch>('switches/latest');
      return phase === 'done' ? warning : phase;
    })
    .toBe('previous-has-unsaved-work');
  expect((await api.find(penguins.id)).state).toBe('running');
  await expect(second.page.locator('.jp-FileEditor')).toContainText(
    'Never saved. A note.'
  );
});

test('of two tabs that switch at once one is told of the other', async ({
  lab,
  git,
  api,
  gate,
  companion
}) => {
  await git.create('penguins', PENGUINS);
  await git.create('slow', slowServer(gate.path));
  await git.create('ocean-heat', OCEAN);
  const penguins = await api.project(`${git.url}/penguins`);
  const slow = await api.project(`${git.url}/slow`);
  const ocean = await api.project(`${git.url}/ocean-heat`);
  await lab.open(companion, await api.open(penguins));
  // Another switch begins before this tab's request reaches the companion.
  await lab.openPanel();
  await lab.page.route(
    /\/api\/v1\/switches/,
    async route => {
      await api.post<Switch>('switches', { project: slow.id });
      await route.continue();
    },
    { times: 1 }
  );

  await lab.panel.press('Switch to', ocean.title);

  await expect(
    lab.page.getByText(`Another tab is switching to ${slow.title}.`).first()
  ).toBeVisible();
  expect((await api.find(penguins.id)).active).toBe(true);
  await gate.open();
  await lab.arrived(slow);
});
