import { Notification } from '@jupyterlab/apputils';
import { nullTranslator } from '@jupyterlab/translation';
import { CommandRegistry } from '@lumino/commands';
import { Signal } from '@lumino/signaling';
import type { HandOverState } from '../hand-over/switch-hand-over.ts';
import { SwitchStage } from '../panel/switch/switch-stage.ts';
import { SwitchNotifications } from './switch-notifications.ts';
import {
  aProject,
  aSwitch,
  FakeModel,
  penguins
} from '../testing/fake-model.ts';
import { CommandIDs } from '../tokens.ts';

beforeEach(() => {
  jest.useFakeTimers();
});

afterEach(() => {
  jest.useRealTimers();
});

/** Let a switch go on for long enough that the user is told of it. */
const later = () => {
  jest.advanceTimersByTime(1000);
};

function tell(panelIsVisible = false) {
  Notification.dismiss();
  const fake = new FakeModel();
  fake.projects = [penguins(), aProject()];
  const stage = new SwitchStage({ model: fake.model, opens: () => false });
  const handOver = {
    state: { phase: 'idle' } as HandOverState,
    changed: new Signal<object, void>({}),
    move: jest.fn(() => Promise.resolve())
  };
  const commands = new CommandRegistry();
  const panel = {
    showsSwitch: panelIsVisible,
    changed: new Signal<object, void>({})
  };
  new SwitchNotifications({
    commands,
    model: fake.model,
    desk: { stage, handOver: handOver as never },
    panel,
    trans: nullTranslator.load('jupyterlab-projects')
  });
  const shown = () =>
    Notification.manager.notifications.map(({ message, options }) => [
      message,
      ...(options.actions ?? []).map(action => action.label)
    ]);
  const press = (label: string): void => {
    Notification.manager.notifications
      .flatMap(({ options }) => options.actions ?? [])
      .find(action => action.label === label)!
      .callback(new MouseEvent('click'));
  };
  const offer = (): void => {
    handOver.state = { phase: 'offering' };
    handOver.changed.emit();
  };
  return { fake, stage, handOver, panel, commands, shown, press, offer };
}

it('a panel that is folded, or left for a sub-view, tells it no more', () => {
  const { fake, panel, shown } = tell(true);
  fake.enter('starting');
  later();
  expect(shown()).toEqual([]);
  panel.showsSwitch = false;
  panel.changed.emit();
  later();
  expect(shown()).toEqual([['Ocean heat: starting', 'Show']]);
  panel.showsSwitch = true;
  panel.changed.emit();
  expect(shown()).toEqual([]);
});

it('a shrunken switch is one notification, until it is opened', () => {
  const { fake, stage, shown, press } = tell();
  fake.enter('waiting');
  fake.enter('starting');
  later();
  expect(shown()).toEqual([['Ocean heat: starting', 'Show']]);
  press('Show');
  expect(stage.view).toBe('dialog');
  expect(shown()).toEqual([]);
});

it('offers to move when the new server is ready', () => {
  const { fake, shown, press, offer, handOver } = tell();
  fake.enter('ready');
  offer();
  later();
  expect(shown()).toEqual([['Ocean heat is ready.', 'Move now', 'Show']]);
  press('Move now');
  expect(handOver.move).toHaveBeenCalled();
});

it('leaves the word to a panel that is seen, until it is ready', () => {
  const { fake, shown, offer } = tell(true);
  fake.enter('starting');
  later();
  expect(shown()).toEqual([]);
  fake.enter('ready');
  offer();
  later();
  expect(shown()).toHaveLength(1);
});

it('one that is over at once is not told', () => {
  const { fake, shown } = tell();
  const emitted = jest.spyOn(Notification, 'emit');
  fake.enter('starting');
  fake.enter('active');
  fake.enter('done');
  later();
  expect(shown()).toEqual([]);
  expect(emitted).not.toHaveBeenCalled();
});

it('tells that a cancelled switch changed nothing', () => {
  const { fake, shown } = tell();
  fake.enter('starting');
  fake.enter('cancelled');
  expect(shown()).toEqual([['Still in Penguins. The switch was cancelled.']]);
});

it('tells of a server that would not stop', () => {
  const { fake, shown, press, commands } = tell();
  const execute = jest.fn();
  commands.addCommand(CommandIDs.stop, { execute });
  fake.enter('stopping-previous');
  fake.enter('done', { warning: 'previous-not-stopped' });
  expect(shown()).toEqual([
    ['You are in Ocean heat. Penguins did not stop.', 'Stop it']
  ]);
  press('Stop it');
  expect(execute).toHaveBeenCalledWith({ project: 'penguins' });
});

it('does not offer to stop a server that is kept for unsaved work', () => {
  const { fake, shown } = tell();
  fake.enter('active');
  fake.enter('done', { warning: 'previous-has-unsaved-work' });
  expect(shown()).toEqual([
    [
      'You are in Ocean heat. Penguins keeps running until its unsaved work is saved or its tab is closed.'
    ]
  ]);
});

it('says nothing of what was over before', () => {
  const { fake, shown } = tell();
  fake.set({ switching: aSwitch({ phase: 'cancelled' }) });
  expect(shown()).toEqual([]);
});
