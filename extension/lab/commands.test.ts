import { act, fireEvent, screen } from '@testing-library/react';
import { Notification } from '@jupyterlab/apputils';
import { CompanionError, localProblem } from '../projects/errors.ts';
import {
  aBuild,
  anImage,
  aProject,
  aSwitch,
  penguins
} from '../testing/fake-model.ts';
import { commandsOf } from '../testing/lab-commands.ts';
import { CommandIDs } from '../tokens.ts';

const building = aBuild();
const unbuilt = aProject({ state: 'unbuilt', images: [], build: undefined });

describe('what can be done with a project', () => {
  const { switchTo, rebuild, showLog, stop, cancelBuild, copySource } =
    CommandIDs;
  const remove = CommandIDs.moveToTrash;

  test.each([
    ['stopped', aProject(), [switchTo, rebuild, copySource, remove]],
    [
      'running',
      aProject({ state: 'running' }),
      [switchTo, rebuild, copySource, stop, remove]
    ],
    ['active', penguins({ id: 'ocean' }), [rebuild, copySource, stop]],
    [
      'active, but its server has ended',
      penguins({ id: 'ocean', url: undefined, state: 'stopped' }),
      [switchTo, rebuild, copySource, remove]
    ],
    [
      'building, so that a switch waits for the build',
      aProject({ state: 'building', images: [], build: building }),
      [switchTo, showLog, cancelBuild, copySource]
    ],
    [
      'failed',
      { ...unbuilt, build: aBuild({ phase: 'failed' }) },
      [rebuild, showLog, copySource, remove]
    ],
    [
      'a folder',
      aProject({ state: 'unmanaged', source: undefined }),
      [switchTo, remove]
    ]
  ])('%s', (_, project, expected) => {
    const { fake, commands } = commandsOf();
    fake.set({ projects: [project] });
    const possible = [
      switchTo,
      rebuild,
      showLog,
      cancelBuild,
      copySource,
      stop,
      remove
    ].filter(id => commands.isEnabled(id, { project: 'ocean' }));
    expect(possible).toEqual(expected);
  });

  it('is nothing that writes while the companion is away', () => {
    const { fake, commands } = commandsOf();
    fake.set({ connection: { state: 'offline', retryAt: 0 } });
    const args = { project: 'ocean' };
    expect(commands.isEnabled(switchTo, args)).toBe(false);
    expect(commands.isEnabled(rebuild, args)).toBe(false);
    expect(commands.isEnabled(CommandIDs.create)).toBe(false);
    expect(commands.isEnabled(copySource, args)).toBe(true);
    expect(commands.caption(switchTo, args)).toBe('Projects is offline');
  });

  it('says why one cannot switch to where one is', () => {
    const { commands } = commandsOf();
    expect(commands.caption(switchTo, { project: 'penguins' })).toBe(
      'You are working in it'
    );
  });

  it('waits for the switch under way, which can be cancelled', () => {
    const { fake, commands } = commandsOf();
    expect(commands.isEnabled(CommandIDs.cancelSwitch)).toBe(false);
    fake.enter('starting');
    expect(commands.isEnabled(switchTo, { project: 'ocean' })).toBe(false);
    expect(commands.isEnabled(CommandIDs.switchBack)).toBe(false);
    expect(commands.isEnabled(rebuild)).toBe(false);
    expect(commands.isEnabled(CommandIDs.cancelSwitch)).toBe(true);
    fake.enter('active', { cancellable: false });
    expect(commands.isEnabled(CommandIDs.cancelSwitch)).toBe(false);
  });
});

describe('Switch Project…', () => {
  it('describes its arguments', async () => {
    const { commands } = commandsOf();
    const { args } = await commands.describedBy(CommandIDs.switchTo);
    expect(args).toHaveProperty('properties.project.type', 'string');
    expect(args).toHaveProperty('properties.image.type', 'string');
  });

  it('asks which, the last used first', async () => {
    const { fake, commands, desk } = commandsOf();
    fake.set({
      projects: [
        penguins(),
        aProject({ id: 'a', title: 'Same', name: 'same' }),
        aProject({
          id: 'b',
          title: 'Same',
          name: 'same-2',
          lastUsed: '2026-11-20T10:00:00.000Z'
        })
      ]
    });
    const done = commands.execute(CommandIDs.switchTo);
    const field = await screen.findByRole('combobox', { name: 'Project' });
    expect(
      screen.getAllByRole('option').map(({ textContent }) => textContent)
    ).toEqual(['Samegesis/ocean-heat', 'Samegesis/ocean-heat']);
    act(() => {
      fireEvent.keyDown(field, { key: 'ArrowDown' });
    });
    act(() => {
      fireEvent.keyDown(field, { key: 'Enter' });
    });
    await done;
    expect(desk.asking.ask).toHaveBeenCalledWith('a', undefined);
    expect(screen.queryByRole('dialog')).toBeNull();
  });

  it('goes back by Enter alone', async () => {
    const { commands, desk } = commandsOf();
    const done = commands.execute(CommandIDs.switchTo);
    const field = await screen.findByRole('combobox');
    act(() => {
      fireEvent.keyDown(field, { key: 'Enter' });
    });
    await done;
    expect(desk.asking.ask).toHaveBeenCalledWith('ocean', undefined);
  });

  it('does nothing when the question is dismissed', async () => {
    const { commands, desk } = commandsOf();
    const done = commands.execute(CommandIDs.switchTo);
    fireEvent.click(await screen.findByRole('button', { name: 'Cancel' }));
    await done;
    expect(desk.asking.ask).not.toHaveBeenCalled();
  });

  it('shows the switch of another tab instead', async () => {
    const { commands, desk } = commandsOf();
    const problem = localProblem('switch-in-progress', 409, '');
    desk.asking.ask.mockRejectedValue(
      new CompanionError({ ...problem, switch: aSwitch() })
    );
    const warn = jest.spyOn(Notification, 'warning').mockReturnValue('');
    await commands.execute(CommandIDs.switchTo, { project: 'penguins' });
    const [message, options] = warn.mock.calls[0]!;
    expect(message).toBe('Another tab is switching to Ocean heat.');
    const [show] = options!.actions!;
    show!.callback(new MouseEvent('click'));
    expect(desk.stage.open).toHaveBeenCalled();
  });
});

it('goes back to the project that was left', async () => {
  const { fake, commands, desk } = commandsOf();
  fake.set({
    projects: [
      penguins(),
      aProject({ id: 'newer', lastUsed: '2026-11-22T10:00:00.000Z' }),
      aProject({ id: 'left' })
    ],
    switching: aSwitch({ from: 'left', project: 'penguins', phase: 'done' })
  });
  await commands.execute(CommandIDs.switchBack);
  expect(desk.asking.ask).toHaveBeenCalledWith('left');
});

it('rebuilding the active project moves to its new software', async () => {
  const { fake, commands, desk } = commandsOf();
  await commands.execute(CommandIDs.rebuild);
  expect(fake.calls.rebuild).toHaveBeenCalledWith('penguins');
  expect(desk.asking.ask).toHaveBeenCalledWith('penguins');
});

it('rebuilding another project moves nothing', async () => {
  const { fake, commands, desk } = commandsOf();
  await commands.execute(CommandIDs.rebuild, { project: 'ocean' });
  expect(fake.calls.rebuild).toHaveBeenCalledWith('ocean');
  expect(desk.asking.ask).not.toHaveBeenCalled();
});

it('an earlier image can be switched to', async () => {
  const { commands, desk } = commandsOf();
  const image = anImage('i0').id;
  await commands.execute(CommandIDs.switchTo, { project: 'ocean', image });
  expect(desk.asking.ask).toHaveBeenCalledWith('ocean', 'i0');
});

test.each([
  ['rename', aProject()],
  ['duplicate', aProject()],
  ['adopt', aProject({ state: 'unmanaged', source: undefined })]
] as const)('%s asks in the panel', async (view, project) => {
  const { commands, fake, panel, route } = commandsOf();
  fake.set({ projects: [project] });
  await commands.execute(CommandIDs[view], { project: 'ocean' });
  expect(route.place).toEqual({ view, project: 'ocean' });
  expect(panel.reveal).toHaveBeenCalledTimes(1);
});

it('the log and the form are places of the panel', async () => {
  const { commands, route, panel, fake } = commandsOf();
  fake.set({ projects: [aProject({ build: building })] });
  await commands.execute(CommandIDs.showLog, { project: 'ocean' });
  expect(route.place).toEqual({ view: 'build', project: 'ocean' });
  await commands.execute(CommandIDs.create);
  expect(route.place).toEqual({ view: 'create' });
  expect(panel.reveal).toHaveBeenCalledTimes(2);
});

it('menus and palette hear of every change', () => {
  const { fake, commands } = commandsOf();
  const changed = jest.fn();
  commands.commandChanged.connect(changed);
  fake.set({});
  expect(changed).toHaveBeenCalled();
});

it('titles are in title case, menus of a row in sentence case', () => {
  const { commands } = commandsOf();
  expect(commands.label(CommandIDs.showLog)).toBe('Show Log');
  expect(
    commands.label(CommandIDs.showLog, { project: 'ocean', short: true })
  ).toBe('Show log');
});
