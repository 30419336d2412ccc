import { Notification } from '@jupyterlab/apputils';
import { nullTranslator } from '@jupyterlab/translation';
import { CommandRegistry } from '@lumino/commands';
import type { Build } from 'jupyterlab-projects-companion/contract';
import { BuildNotifications } from './build-notifications.ts';
import { PanelRoute } from './panel/route.ts';
import { aBuild, aProject, FakeModel } from './testing/fake-model.ts';
import { CommandIDs } from './tokens.ts';

function tell() {
  Notification.dismiss();
  const fake = new FakeModel();
  fake.projects = [aProject()];
  const panel = { isVisible: false, route: new PanelRoute() };
  const commands = new CommandRegistry();
  new BuildNotifications({
    commands,
    model: fake.model,
    panel,
    trans: nullTranslator.load('jupyterlab-projects')
  });
  const emit = (more: Partial<Build>): void => {
    fake.buildChanged.emit(aBuild(more));
  };
  const shown = () =>
    Notification.manager.notifications.map(({ message, type, options }) => ({
      message,
      type,
      actions: options.actions?.map(action => action.label)
    }));
  return { emit, shown, panel, commands };
}

it('one notification follows a build to its end', () => {
  const { emit, shown } = tell();
  emit({ phase: 'fetching' });
  emit({ phase: 'building' });
  expect(shown()).toEqual([
    { message: 'Building Ocean heat', type: 'in-progress', actions: ['Show'] }
  ]);
  emit({ phase: 'built' });
  emit({ phase: 'built' });
  expect(shown()).toEqual([
    {
      message: 'Ocean heat is built.',
      type: 'success',
      actions: ['Switch', 'Show log']
    }
  ]);
});

it('tells why a build failed, and leads to its log', async () => {
  const { emit, shown, commands } = tell();
  emit({ phase: 'building' });
  emit({ phase: 'failed' });
  expect(shown()).toEqual([
    {
      message: 'Ocean heat was not built.',
      type: 'error',
      actions: ['Show log']
    }
  ]);
  const ran = new Promise(resolve => {
    commands.addCommand(CommandIDs.showLog, { execute: resolve });
  });
  const [{ options }] = Notification.manager.notifications as [
    Notification.INotification
  ];
  options.actions![0]!.callback(new MouseEvent('click'));
  await expect(ran).resolves.toEqual({ project: 'ocean' });
});

it('says nothing of what the user looks at', () => {
  const { emit, shown, panel } = tell();
  panel.isVisible = true;
  panel.route.show({ view: 'build', project: 'ocean' });
  emit({ phase: 'building' });
  emit({ phase: 'built' });
  expect(shown()).toEqual([]);
});

it('says the end although the user closed the notification', () => {
  const { emit, shown } = tell();
  emit({ phase: 'fetching' });
  Notification.dismiss();
  emit({ phase: 'building' });
  expect(shown()).toEqual([]);
  emit({ phase: 'built' });
  expect(shown()).toHaveLength(1);
});

it('a cancelled build leaves nothing behind', () => {
  const { emit, shown } = tell();
  emit({ phase: 'building' });
  emit({ phase: 'cancelled' });
  expect(shown()).toEqual([]);
});
