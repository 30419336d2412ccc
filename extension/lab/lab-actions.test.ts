import { Notification } from '@jupyterlab/apputils';
import { nullTranslator } from '@jupyterlab/translation';
import { CommandRegistry } from '@lumino/commands';
import { Menu } from '@lumino/widgets';
import { labActions } from './lab-actions.ts';
import { aProject } from '../testing/fake-model.ts';
import { refused } from '../testing/panel-model.ts';
import { CommandIDs } from '../tokens.ts';

const trans = nullTranslator.load('jupyterlab-projects');

/** Make Lab's commands, which note every call. */
function lab(): { commands: CommandRegistry; ran: jest.Mock } {
  const commands = new CommandRegistry();
  const ran = jest.fn();
  for (const id of Object.values(CommandIDs)) {
    commands.addCommand(id, {
      label: id,
      isEnabled: () => id !== CommandIDs.stop,
      execute: args => {
        ran(id, args);
      }
    });
  }
  return { commands, ran };
}

it.each([
  ['switchTo', CommandIDs.switchTo],
  ['rebuild', CommandIDs.rebuild],
  ['showLog', CommandIDs.showLog],
  ['copySource', CommandIDs.copySource],
  ['stop', CommandIDs.stop],
  ['remove', CommandIDs.moveToTrash]
] as const)('%s runs its command', (action, id) => {
  const { commands, ran } = lab();
  labActions(commands, trans)[action](aProject());
  expect(ran).toHaveBeenCalledWith(id, { project: 'ocean' });
});

it.each([
  ['openRescue', CommandIDs.openRescue],
  ['showTrash', CommandIDs.showTrash]
] as const)('%s is about no project', (action, id) => {
  const { commands, ran } = lab();
  labActions(commands, trans)[action]();
  expect(ran).toHaveBeenCalledWith(id, {});
});

it('what was done is told for as long as it can be undone', async () => {
  const told = jest.spyOn(Notification, 'info').mockReturnValue('');
  const failed = jest.spyOn(Notification, 'error').mockReturnValue('');
  const { commands } = lab();
  labActions(commands, trans).tell({
    text: 'Ocean heat is in the trash.',
    undo: () => Promise.reject(refused('disk-full'))
  });
  const [text, options] = told.mock.calls[0]!;
  expect(text).toBe('Ocean heat is in the trash.');
  expect(options?.autoClose).toBe(15_000);
  const [undo] = options!.actions!;
  expect(undo!.label).toBe('Undo');
  undo!.callback(new MouseEvent('click'));
  await new Promise(process.nextTick);
  expect(failed.mock.calls[0]?.[0]).toBe('The disk is full.');
});

it('an image is handed on', () => {
  const { commands, ran } = lab();
  labActions(commands, trans).switchTo(aProject(), 'i0');
  expect(ran).toHaveBeenCalledWith(CommandIDs.switchTo, {
    project: 'ocean',
    image: 'i0'
  });
});

it('the menu shows what is not possible, and tells when it has closed', async () => {
  const { commands } = lab();
  const opened: Menu[] = [];
  jest.spyOn(Menu.prototype, 'open').mockImplementation(function (this: Menu) {
    opened.push(this);
  });
  const closed = labActions(commands, trans).menu(aProject(), { x: 1, y: 2 });
  const [menu] = opened as [Menu];
  const items = menu.items.filter(item => item.type === 'command');
  expect(items.map(item => item.command)).toContain(CommandIDs.moveToTrash);
  expect(items.every(item => item.args.project === 'ocean')).toBe(true);
  expect(items.find(item => !item.isEnabled)?.command).toBe(CommandIDs.stop);
  menu.close();
  (menu.aboutToClose as unknown as { emit: () => void }).emit();
  await closed;
});
