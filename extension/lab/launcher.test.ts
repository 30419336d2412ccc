import type { ILauncher } from '@jupyterlab/launcher';
import { nullTranslator } from '@jupyterlab/translation';
import { CommandRegistry } from '@lumino/commands';
import { DisposableDelegate } from '@lumino/disposable';
import { ProjectTiles } from './launcher.ts';
import { aProject, FakeModel, penguins } from '../testing/fake-model.ts';
import { CommandIDs } from '../tokens.ts';

/** Make a launcher that knows its items. */
function open() {
  const fake = new FakeModel();
  const commands = new CommandRegistry();
  const items = new Set<ILauncher.IItemOptions>();
  const add = jest.fn((item: ILauncher.IItemOptions) => {
    items.add(item);
    return new DisposableDelegate(() => {
      items.delete(item);
    });
  });
  const tiles = new ProjectTiles({
    commands,
    model: fake.model,
    launcher: { add },
    trans: nullTranslator.load('jupyterlab-projects')
  });
  const labels = (): string[] =>
    [...items].map(({ command, args }) => commands.label(command, args));
  return { fake, commands, tiles, items, labels, add };
}

const used = (id: string, day: number, more = {}) =>
  aProject({
    id,
    title: id,
    lastUsed: `2026-11-${day.toString().padStart(2, '0')}T10:00:00.000Z`,
    ...more
  });

it('shows the last used projects, but for the active one', () => {
  const { fake, tiles, labels } = open();
  fake.projects = [penguins(), used('old', 1), used('new', 20)];
  tiles.show(5);
  expect(labels()).toEqual(['new', 'old', 'New project']);
  tiles.show(1);
  expect(labels()).toEqual(['new', 'New project']);
});

it('follows the projects, and is left alone when nothing changes', () => {
  const { fake, tiles, labels, add } = open();
  tiles.show(5);
  fake.set({ projects: [used('a', 1), used('unbuilt', 2, { images: [] })] });
  expect(labels()).toEqual(['a', 'New project']);
  const before = add.mock.calls.length;
  fake.set({ projects: [used('a', 1, { bytes: 7 })] });
  expect(add.mock.calls).toHaveLength(before);
  fake.set({ projects: [used('a', 1, { title: 'Renamed' })] });
  expect(labels()).toEqual(['Renamed', 'New project']);
});

it('shows nothing when the settings say so', () => {
  const { fake, tiles, labels } = open();
  fake.projects = [used('a', 1)];
  tiles.show(5);
  tiles.show(0);
  expect(labels()).toEqual([]);
});

it('names a repository of any server as the panel does', () => {
  const { fake, commands, tiles, items } = open();
  const url = 'https://git.test/group/ocean';
  const project = used('a', 1);
  const source = { url, provider: 'git', spec: encodeURIComponent(url) };
  fake.projects = [{ ...project, source: { ...project.source!, ...source } }];
  tiles.show(5);
  const [{ command, args }] = [...items] as [ILauncher.IItemOptions];
  expect(commands.caption(command, args)).toBe(
    'Switch to git.test · group/ocean.'
  );
});

it('says what a click does, and does it', async () => {
  const { fake, commands, tiles, items } = open();
  fake.projects = [used('a', 1, { state: 'running' })];
  tiles.show(5);
  const [{ command, args }] = [...items] as [ILauncher.IItemOptions];
  expect(commands.caption(command, args)).toBe(
    'Running. Switch to gesis/ocean-heat.'
  );
  const execute = jest.fn();
  commands.addCommand(CommandIDs.switchTo, { execute });
  await commands.execute(command, args);
  expect(execute).toHaveBeenCalledWith({ project: 'a' });
});

it('a long name is shortened on its tile, and whole in its tooltip', () => {
  const { fake, commands, tiles, items, labels } = open();
  const title = 'A very long name of a project, as titles of papers are';
  fake.projects = [used('a', 1, { title })];
  tiles.show(5);
  expect(labels()[0]).toBe('A very long name of a proje…');
  const [{ command, args }] = [...items] as [ILauncher.IItemOptions];
  expect(commands.caption(command, args)).toBe(
    `${title}. Switch to gesis/ocean-heat.`
  );
});
