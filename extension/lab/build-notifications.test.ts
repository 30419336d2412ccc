import { Notification } from '@jupyterlab/apputils';
import { nullTranslator } from '@jupyterlab/translation';
import { CommandRegistry } from '@lumino/commands';
import type { Build } from 'jupyterlab-projects-companion/contract';
import { BuildNotifications } from './build-notifications.ts';
import { PanelRoute } from '../panel/parts/route.ts';
import { aBuild, aProject, FakeModel } from '../testing/fake-model.ts';
import { CommandIDs } from '../tokens.ts';

beforeEach(() => {
  jest.useFakeTimers();
});

afterEach(() => {
  jest.useRealTimers();
});

/** Let a build go on for so long that the user is told of it. */
function goesOn(): void {
  jest.runAllTimers();
}

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
  const list = (more: Partial<Build>): void => {
    fake.set({ projects: [aProject({ build: aBuild(more) })] });
  };
  return { emit, list, shown, panel, commands };
}

it('one notification follows a build to its end', () => {
  const { emit, shown } = tell();
  emit({ phase: 'fetching' });
  emit({ phase: 'building' });
  goesOn();
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
  goesOn();
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

it('goes when the panel comes to show its build, as it does after Create', () => {
  const { emit, shown, panel } = tell();
  panel.isVisible = true;
  panel.route.show({ view: 'create' });
  emit({ phase: 'waiting' });
  goesOn();
  expect(shown()).toHaveLength(1);
  panel.route.show({ view: 'build', project: 'ocean' });
  expect(shown()).toEqual([]);
  emit({ phase: 'built' });
  expect(shown()).toEqual([]);
});

it('is never there for a build that the panel shows at once', () => {
  const { emit, shown, panel } = tell();
  const told: number[] = [];
  const note = (): void => {
    told.push(shown().length);
  };
  panel.isVisible = true;
  panel.route.show({ view: 'create' });
  emit({ phase: 'waiting' });
  Notification.manager.changed.connect(note);
  panel.route.show({ view: 'build', project: 'ocean' });
  goesOn();
  Notification.manager.changed.disconnect(note);
  expect(told).toEqual([]);
});

it('of a build that ends at once says the end only', () => {
  const { emit, shown } = tell();
  emit({ phase: 'waiting' });
  emit({ phase: 'built' });
  goesOn();
  expect(shown()).toMatchObject([{ message: 'Ocean heat is built.' }]);
});

it('says the end to who has left the build again', () => {
  const { emit, shown, panel } = tell();
  emit({ phase: 'building' });
  goesOn();
  panel.isVisible = true;
  panel.route.show({ view: 'build', project: 'ocean' });
  panel.isVisible = false;
  emit({ phase: 'built' });
  expect(shown()).toMatchObject([{ message: 'Ocean heat is built.' }]);
});

it('says the end although the user closed the notification', () => {
  const { emit, shown } = tell();
  emit({ phase: 'fetching' });
  goesOn();
  Notification.dismiss();
  emit({ phase: 'building' });
  goesOn();
  expect(shown()).toEqual([]);
  emit({ phase: 'built' });
  expect(shown()).toHaveLength(1);
});

it('a cancelled build leaves nothing behind', () => {
  const { emit, shown } = tell();
  emit({ phase: 'building' });
  goesOn();
  emit({ phase: 'cancelled' });
  expect(shown()).toEqual([]);
});

it('a build that is cancelled before it is told leaves what others have told', () => {
  const { emit, shown } = tell();
  Notification.info('Saved');
  emit({ phase: 'building' });
  emit({ phase: 'cancelled' });
  goesOn();
  expect(shown()).toMatchObject([{ message: 'Saved' }]);
});

it('tells an end that came with the list, as after a cut', () => {
  const { emit, list, shown } = tell();
  emit({ phase: 'building' });
  goesOn();
  list({ phase: 'built' });
  expect(shown()).toMatchObject([{ message: 'Ocean heat is built.' }]);
  emit({ phase: 'built' });
  expect(shown()).toHaveLength(1);
});

it('does not begin to tell a build that has ended by the list', () => {
  const { emit, list, shown } = tell();
  emit({ phase: 'building' });
  list({ phase: 'built' });
  goesOn();
  expect(shown()).toEqual([]);
});

it('goes when the project has a newer build', () => {
  const { emit, list, shown } = tell();
  emit({ phase: 'building' });
  goesOn();
  list({ id: 'b2', phase: 'waiting' });
  expect(shown()).toEqual([]);
});
