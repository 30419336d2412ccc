/** axe finds nothing in the panel, our dialogs and the home page. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect, test } from '../support/fixtures.ts';
import { Lab } from '../support/lab.ts';
import {
  BROKEN_SERVER,
  HUMANIZE,
  INFLECTION,
  repository,
  slowServer
} from '../support/repositories.ts';

const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
const PANEL = '.jp-Projects';

/** Return what axe finds in a part of the page; the rest is not ours. */
async function findings(page: Page, part?: string): Promise<string[]> {
  const axe = new AxeBuilder({ page }).withTags(RULES);
  const { violations } = await (part ? axe.include(part) : axe).analyze();
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(node => `${id}: ${node.html}`)
  );
}

for (const colorScheme of ['light', 'dark'] as const) {
  test.describe(`the home page, ${colorScheme}`, () => {
    test.use({ colorScheme });

    test('has nothing that axe finds', async ({
      home,
      git,
      api,
      companion
    }) => {
      await git.create('penguins', repository(INFLECTION, ''));
      await git.create('broken', {
        'requirements.txt': 'humanize==999.9\n'
      });
      await expect(home.page.getByText('No projects yet')).toBeVisible();
      expect(await findings(home.page)).toEqual([]);

      await home.preview(`${git.url}/broken`);
      expect(await findings(home.page)).toEqual([]);
      await home.button('Create').click();
      await expect(
        home.page.getByText(/humanize has no version/).first()
      ).toBeVisible({ timeout: 120_000 });
      expect(await findings(home.page)).toEqual([]);

      await home.page.reload();
      const { title } = await api.project(`${git.url}/penguins`);
      await expect(home.row(title)).toBeVisible();
      await home.row(title).hover();
      expect(await findings(home.page)).toEqual([]);
      const menu = await home.menu(title);
      expect(await findings(home.page)).toEqual([]);

      await menu.getByRole('menuitem', { name: 'Move to trash' }).click();
      await home.openTrash();
      await expect(home.trash.entry(title)).toBeVisible();
      expect(await findings(home.page)).toEqual([]);
      await home.trash.purge(title).click();
      await expect(home.trash.question(title)).toBeVisible();
      expect(await findings(home.page)).toEqual([]);

      await writeFile(join(companion.data, 'projects', 'thesis.md'), '');
      await home.page.reload();
      await home.outside.open();
      await expect(home.outside.name).toBeFocused();
      expect(await findings(home.page)).toEqual([]);
    });
  });
}

test.describe('the home page, enlarged', () => {
  // 200 % and 400 % of 1280 pixels.
  for (const [width, height] of [
    [640, 400],
    [320, 256]
  ] as const) {
    test(`scrolls as a whole at ${String(width)} by ${String(height)}`, async ({
      home,
      git,
      api
    }) => {
      await git.create('penguins', repository(INFLECTION, ''));
      const { title } = await api.project(`${git.url}/penguins`);
      const { page } = home;
      await page.setViewportSize({ width, height });
      await page.reload();
      await home.preview(`${git.url}/penguins`);
      for (const last of [home.button('Create'), home.row(title)]) {
        await last.scrollIntoViewIfNeeded();
        await expect(last).toBeInViewport({ ratio: 1 });
      }
      const parts = await page.evaluate(() =>
        [...document.querySelectorAll('html, [role=grid]')].map(
          ({ scrollWidth, scrollHeight, clientWidth, clientHeight }) => ({
            sideways: scrollWidth > clientWidth,
            down: scrollHeight > clientHeight
          })
        )
      );
      expect(parts).toEqual([
        { sideways: false, down: true },
        { sideways: false, down: false }
      ]);
    });
  }
});

for (const theme of ['JupyterLab Light', 'JupyterLab Dark']) {
  test(`the panel and our dialogs have nothing that axe finds in ${theme}`, async ({
    lab,
    git,
    api,
    gate,
    companion,
    context
  }) => {
    test.slow();
    await git.create('penguins', repository(INFLECTION, ''));
    await git.create('ocean-heat', repository(HUMANIZE, ''));
    await git.create('slow', slowServer(gate.path));
    await git.create('broken', BROKEN_SERVER);
    const penguins = await api.project(`${git.url}/penguins`);
    const ocean = await api.project(`${git.url}/ocean-heat`);
    const slow = await api.project(`${git.url}/slow`);
    const broken = await api.project(`${git.url}/broken`);
    const active = await api.open(penguins);
    await writeFile(join(companion.data, 'projects', 'thesis.md'), '');
    await lab.open(companion, active);
    await lab.helpers.theme.setTheme(theme);
    const panel = await lab.openPanel();

    await test.step('list and form', async () => {
      await expect(panel.row(ocean.title)).toBeVisible();
      expect(await findings(lab.page, PANEL)).toEqual([]);
      await panel.write('penguins');
      await panel.source.press('Enter');
      await expect(panel.source).toHaveAttribute('aria-invalid', 'true');
      expect(await findings(lab.page, PANEL)).toEqual([]);
      await panel.back();
      await panel.choose(ocean.title, 'Move to trash');
      await expect(panel.row(ocean.title)).toBeHidden();
    });

    await test.step('trash, and files outside projects', async () => {
      await panel.openTrash();
      await expect(panel.trash.entry(ocean.title)).toBeVisible();
      expect(await findings(lab.page, PANEL)).toEqual([]);
      await panel.trash.purge(ocean.title).click();
      await expect(panel.trash.question(ocean.title)).toBeVisible();
      expect(await findings(lab.page, 'dialog')).toEqual([]);
      await panel.button('Cancel').click();
      await panel.back();
      await panel.outside.open();
      await expect(panel.outside.name).toBeFocused();
      expect(await findings(lab.page, PANEL)).toEqual([]);
      await panel.back();
    });

    await test.step('a switch that fails', async () => {
      await panel.press('Switch to', broken.title);
      await expect(panel.dialog(`${broken.title} did not start`)).toBeVisible({
        timeout: 60_000
      });
      expect(await findings(lab.page, 'dialog')).toEqual([]);
      await panel.button('Stay').click();
    });

    await test.step('a switch under way, and shrunk', async () => {
      await panel.press('Switch to', slow.title);
      await expect(panel.dialog(`Switching to ${slow.title}`)).toBeVisible();
      expect(await findings(lab.page, 'dialog')).toEqual([]);
      await panel.button('Keep working').click();
      expect(await findings(lab.page, PANEL)).toEqual([]);
    });

    await test.step('the tab that was left', async () => {
      const second = new Lab(await context.newPage(), companion);
      await second.open(companion, active);
      await lab.page.bringToFront();
      await gate.open();
      await lab.arrived(slow);
      await expect(
        second.panel.dialog(`This tab belongs to ${penguins.title}`)
      ).toBeVisible();
      expect(await findings(second.page, 'dialog')).toEqual([]);
    });
  });
}

test('the question before a move has nothing that axe finds', async ({
  lab,
  git,
  api,
  companion
}) => {
  await git.create(
    'penguins',
    repository(INFLECTION, 'import threading; threading.Event().wait()')
  );
  await git.create('ocean-heat', repository(HUMANIZE, ''));
  const penguins = await api.project(`${git.url}/penguins`);
  const ocean = await api.project(`${git.url}/ocean-heat`);
  await lab.open(companion, await api.open(penguins));
  await lab.openFile('analysis.ipynb');
  await lab.helpers.notebook.runCell(0, { inplace: true, wait: false });
  await lab.openPanel();
  await lab.panel.press('Switch to', ocean.title);

  const question = lab.panel.dialog(`Move to ${ocean.title}?`);
  const now = lab.panel.button('Move now');
  await expect(question.or(now).first()).toBeVisible({ timeout: 90_000 });
  await expect(async () => {
    if (!(await question.isVisible())) {
      await now.first().click();
    }
    await expect(question).toContainText('analysis.ipynb');
  }).toPass();
  expect(await findings(lab.page, 'dialog')).toEqual([]);
  await question.getByRole('button', { name: 'Stay here' }).click();
  await expect(question).toBeHidden();
  expect((await api.find(penguins.id)).active).toBe(true);
});
