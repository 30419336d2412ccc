/** A deleted project comes back whole, until it is deleted for good. */
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Companion } from '../support/companion.ts';
import { expect, test } from '../support/fixtures.ts';
import { HUMANIZE, INFLECTION, repository } from '../support/repositories.ts';

/** Bytes that are no text, which a copy through an editor would change. */
const KEPT = Buffer.from([0, 255, 13, 10, 0, 128, 10]);

test('a project goes to the trash and comes back, by Undo and from there', async ({
  home,
  git,
  api,
  companion
}) => {
  await git.create('penguins', repository(INFLECTION, ''));
  const { id, name, title } = await api.project(`${git.url}/penguins`);
  const file = join(companion.data, 'projects', name, 'kept.bin');
  await writeFile(file, KEPT);

  await test.step('Undo', async () => {
    await home.choose(title, 'Move to trash');
    await expect(home.row(title)).toBeHidden();
    await expect.poll(() => folders(companion)).not.toContain(name);
    await home.undo(`${title} is in the trash.`);
    await expect(home.row(title)).toBeVisible();
    expect(await readFile(file)).toEqual(KEPT);
  });

  await test.step('Restore', async () => {
    await home.choose(title, 'Move to trash');
    const trash = await home.openTrash();
    await expect(trash.entry(title)).toContainText('30 days left');
    await trash.restore(title).click();
    await expect(trash.entries).toHaveCount(0);
    await expect(home.row(title)).toBeVisible();
    expect(await readFile(file)).toEqual(KEPT);
    // The same project, with its image: it needs no build.
    expect(await api.find(id)).toMatchObject({ name, state: 'stopped' });
  });

  await test.step('for good', async () => {
    await home.choose(title, 'Move to trash');
    await home.trash.purge(title).click();
    const question = home.trash.question(title);
    await expect(question).toContainText('This cannot be undone.');
    await question.getByRole('button', { name: 'Cancel' }).click();
    await expect(home.trash.entry(title)).toBeVisible();

    await home.trash.purge(title).click();
    await question.getByRole('button', { name: 'Delete for good' }).click();
    await expect(home.page.getByText('The trash is empty.')).toBeVisible();
    expect(await folders(companion)).toEqual([]);
    await expect.poll(() => remains(companion)).toEqual([]);
  });
});

test('the same by keys, in Lab', async ({ lab, git, api, companion }) => {
  await git.create('penguins', repository(INFLECTION, ''));
  await git.create('ocean-heat', repository(HUMANIZE, ''));
  const penguins = await api.project(`${git.url}/penguins`);
  const { name, title } = await api.project(`${git.url}/ocean-heat`);
  await lab.open(companion, await api.open(penguins));
  await lab.takesKeys();
  const panel = await lab.openPanel();
  const { trash } = panel;

  await test.step('the project that one works in stays', async () => {
    await panel.row(penguins.title).press('Delete');
    await expect(
      lab.page.getByText('You are working in it.').first()
    ).toBeVisible();
    await expect(panel.row(penguins.title)).toBeVisible();
  });

  await test.step('Delete, and Undo', async () => {
    await panel.row(title).press('Delete');
    await expect(panel.row(title)).toBeHidden();
    await expect(panel.row(penguins.title)).toBeFocused();
    await panel.undo(`${title} is in the trash.`);
    await expect(panel.row(title)).toBeVisible();
  });

  await test.step('Delete, and Restore', async () => {
    await panel.row(title).press('Delete');
    await expect(panel.row(title)).toBeHidden();
    await panel.openTrash();
    await expect(
      trash.region.getByRole('heading', { name: 'Trash' })
    ).toBeFocused();
    await trash.restore(title).press('Enter');
    await expect(trash.entries).toHaveCount(0);
    await lab.page.keyboard.press('Escape');
    await expect(trash.region).toBeHidden();
    await expect(panel.row(title)).toBeVisible();
    expect(await folders(companion)).toContain(name);
  });

  await test.step('Delete for good, after a second thought', async () => {
    await panel.row(title).press('Delete');
    await expect(panel.row(title)).toBeHidden();
    await panel.openTrash();
    await trash.purge(title).press('Enter');
    const question = trash.question(title);
    await expect(
      question.getByRole('button', { name: 'Cancel' })
    ).toBeFocused();
    await lab.page.keyboard.press('Escape');
    await expect(question).toBeHidden();
    await expect(trash.purge(title)).toBeFocused();

    await lab.page.keyboard.press('Enter');
    await lab.page.keyboard.press('Tab');
    await lab.page.keyboard.press('Enter');
    await expect(trash.entries).toHaveCount(0);
    expect(await folders(companion)).toEqual([penguins.name]);
    await expect.poll(() => remains(companion)).toEqual([]);
  });
});

/** List the folders of projects on disk. */
async function folders({ data }: Companion): Promise<string[]> {
  const names = await readdir(join(data, 'projects'));
  return names.filter(name => !name.startsWith('.'));
}

/** List the files that the trash still has on disk. */
async function remains({ data }: Companion): Promise<string[]> {
  const own = join(data, 'projects', '.jupyterlab-projects');
  const parts = ['trash', 'manifests', 'purged'];
  const found = await Promise.all(parts.map(part => readdir(join(own, part))));
  return found.flat();
}
