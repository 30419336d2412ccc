/** Real commands on a model that tests set. */
import { Signal } from '@lumino/signaling';
import { nullTranslator } from '@jupyterlab/translation';
import { CommandRegistry } from '@lumino/commands';
import { PanelRoute } from '../panel/parts/route.ts';
import { ProjectCommands } from '../lab/project-commands.ts';
import { aProject, aSwitch, FakeModel, penguins } from './fake-model.ts';

export function commandsOf() {
  const fake = new FakeModel();
  fake.projects = [penguins(), aProject()];
  const commands = new CommandRegistry();
  const route = new PanelRoute();
  const desk = {
    asking: { ask: jest.fn(() => Promise.resolve(aSwitch())) },
    stage: { open: jest.fn() },
    work: {
      saveInTime: jest.fn<Promise<string[]>, []>(() => Promise.resolve([])),
      rest: jest.fn()
    }
  };
  const panel = {
    route,
    isVisible: true,
    showsSwitch: true,
    changed: new Signal<object, void>({}),
    reveal: jest.fn()
  };
  const open = jest.fn();
  const leave = jest.fn();
  new ProjectCommands({
    commands,
    model: fake.model,
    desk: desk as never,
    panel,
    trans: nullTranslator.load('jupyterlab-projects'),
    ...{ open, leave },
    isHere: ({ id }) => id === 'penguins'
  }).add();
  return { fake, commands, desk, panel, route, open, leave };
}
