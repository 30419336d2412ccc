/** Files of a former home move into a project, and back, untouched. */
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { expect, test } from '../support/fixtures.ts';
import { Lab } from '../support/lab.ts';
import { INFLECTION, repository } from '../support/repositories.ts';

/** With bytes that are no text, a hidden file, and a hidden folder. */
const FILES: Readonly<Record<string, Buffer>> = {
  'thesis.md': Buffer.from('# A thesis\r\nwithout a newline at its end'),
  'data.bin': Buffer.from([0, 255, 13, 10, 0, 128, 10]),
  '.bashrc': Buffer.from('alias ll="ls -l"\n'),
  '.config/tool/settings.json': Buffer.from('{ "kept": true }\n')
};
const NAMES = ['.bashrc', '.config', 'data.bin', 'thesis.md'];

test('files in no project are told of, and move into one, and back', async ({
  home,
  git,
  api,
  companion
}) => {
  await git.create('penguins', repository(INFLECTION, ''));
  const penguins = await api.project(`${git.url}/penguins`);
  const root = join(companion.data, 'projects');
  await write(root);
  const before = await entries(root);
  const { outside } = home;
  await home.page.reload();

  await test.step('they are told of, and shown', async () => {
    await expect(outside.strip()).toContainText(
      '4 files are outside projects.'
    );
    await outside.open();
    await expect(outside.name).toBeFocused();
    expect((await outside.files.allInnerTexts()).sort()).toEqual(NAMES);
  });

  await test.step('they move, all of them', async () => {
    await outside.name.fill('old-home');
    await expect(
      outside.software.getByRole('option', { selected: true })
    ).toHaveText(`Same as ${penguins.title}`);
    await outside.move();
    await expect(home.row('old-home')).toBeVisible();
    await expect(outside.strip()).toBeHidden();
    expect(await read(join(root, 'old-home'))).toEqual(FILES);
    expect(await entries(root)).toEqual(
      [...before.filter(name => !NAMES.includes(name)), 'old-home'].sort()
    );
  });

  await test.step('Undo puts them back', async () => {
    await home.undo('4 files are in old-home now.');
    await expect(home.row('old-home')).toBeHidden();
    await expect(outside.strip()).toBeVisible();
    expect(await read(root)).toEqual(FILES);
    expect(await entries(root)).toEqual(before);
  });

  await test.step('a Lab has them, with the software of the other', async () => {
    await outside.open();
    await outside.name.fill('old-home');
    await outside.move();
    await home.press('Open', 'old-home');
    const lab = new Lab(home.page, companion);
    await lab.arrived({ slug: 'old-home' });
    await lab.openFile('thesis.md');
    await expect(lab.page.locator('.jp-FileEditor:visible')).toContainText(
      'A thesis'
    );
  });
});

async function write(folder: string): Promise<void> {
  for (const [name, content] of Object.entries(FILES)) {
    const path = join(folder, name);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, content);
  }
}

async function read(folder: string): Promise<Record<string, Buffer>> {
  const read = Object.keys(FILES).map(
    async name => [name, await readFile(join(folder, name))] as const
  );
  return Object.fromEntries(await Promise.all(read));
}

async function entries(folder: string): Promise<string[]> {
  return (await readdir(folder)).sort();
}
