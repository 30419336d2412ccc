import { Notification } from '@jupyterlab/apputils';
import { aBuild, aProject, penguins } from '../testing/fake-model.ts';
import { aTrashed } from '../testing/fake-volume.ts';
import { commandsOf } from '../testing/lab-commands.ts';
import { CommandIDs } from '../tokens.ts';

const { moveToTrash, showTrash } = CommandIDs;
const args = { project: 'ocean', short: true };

describe('Move Project to Trash…', () => {
  it('is told with a way back', async () => {
    const { fake, commands } = commandsOf();
    fake.calls.remove.mockResolvedValue(aTrashed('Ocean heat', { id: 't1' }));
    const told = jest.spyOn(Notification, 'info').mockReturnValue('');
    await commands.execute(moveToTrash, { project: 'ocean' });
    expect(fake.calls.remove).toHaveBeenCalledWith('ocean');
    const [text, options] = told.mock.calls[0]!;
    expect(text).toBe('Ocean heat is in the trash.');
    options!.actions![0]!.callback(new MouseEvent('click'));
    expect(fake.volume.restore).toHaveBeenCalledWith('t1');
  });

  it('of a project without a folder says that it is gone', async () => {
    const { fake, commands } = commandsOf();
    fake.set({ projects: [aProject({ state: 'unbuilt' })] });
    const told = jest.spyOn(Notification, 'info').mockReturnValue('');
    told.mockClear();
    expect(commands.label(moveToTrash, args)).toBe('Remove');
    await commands.execute(moveToTrash, { project: 'ocean' });
    const [text, options] = told.mock.calls[0]!;
    expect(text).toBe('Ocean heat was removed. It had no files.');
    expect(options?.actions).toEqual([]);
  });

  test.each([
    [penguins({ id: 'ocean', url: '/lab' }), 'You are working in it.'],
    [aProject({ build: aBuild() }), 'It is being built.'],
    [aProject(), '']
  ])('says why it is not possible', (project, reason) => {
    const { fake, commands } = commandsOf();
    fake.set({ projects: [project] });
    expect(commands.label(moveToTrash, args)).toBe('Move to trash');
    expect(commands.caption(moveToTrash, args)).toBe(reason);
    expect(commands.isEnabled(moveToTrash, args)).toBe(reason === '');
  });

  it('waits for a switch of it, not for one of others', () => {
    const { fake, commands } = commandsOf();
    fake.set({ projects: [aProject(), aProject({ id: 'other' })] });
    fake.enter('starting');
    expect(commands.caption(moveToTrash, args)).toBe(
      'A switch of it is under way.'
    );
    expect(commands.isEnabled(moveToTrash, { project: 'other' })).toBe(true);
  });
});

it('the trash is a place of the panel', async () => {
  const { commands, route, panel } = commandsOf();
  await commands.execute(showTrash);
  expect(route.place).toEqual({ view: 'trash' });
  expect(panel.reveal).toHaveBeenCalled();
});
