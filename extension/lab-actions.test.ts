import { CommandRegistry } from '@lumino/commands';
import { Menu } from '@lumino/widgets';
import { labActions } from './lab-actions.ts';
import { aProject } from './testing/fake-model.ts';
import { CommandIDs } from './tokens.ts';

/** Lab's commands, with what was asked of them. */
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
  ['remove', CommandIDs.remove]
] as const)('%s runs its command', (action, id) => {
  const { commands, ran } = lab();
  labActions(commands)[action](aProject());
  expect(ran).toHaveBeenCalledWith(id, { project: 'ocean' });
});

it('an image is handed on', () => {
  const { commands, ran } = lab();
  labActions(commands).switchTo(aProject(), 'i0');
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
  const closed = labActions(commands).menu(aProject(), { x: 1, y: 2 });
  const [menu] = opened as [Menu];
  const items = menu.items.filter(item => item.type === 'command');
  expect(items.map(item => item.command)).toContain(CommandIDs.remove);
  expect(items.every(item => item.args.project === 'ocean')).toBe(true);
  expect(items.find(item => !item.isEnabled)?.command).toBe(CommandIDs.stop);
  menu.close();
  (menu.aboutToClose as unknown as { emit: () => void }).emit();
  await closed;
});
