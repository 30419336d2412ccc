/** The dialogs and the strip of a switch, on a page. */
import { nullTranslator } from '@jupyterlab/translation';
import { Signal } from '@lumino/signaling';
import { act, fireEvent, render, screen } from '@testing-library/react';
import React from 'react';
import type {
  HandOverState,
  SwitchHandOver
} from '../hand-over/switch-hand-over.ts';
import { SwitchStage } from '../panel/switch/switch-stage.ts';
import { SwitchStrip } from '../panel/switch/switch-strip.tsx';
import { SwitchView } from '../panel/switch/switch-view.tsx';
import { anImage, aProject, FakeModel, penguins } from './fake-model.ts';

class FakeHandOver implements SwitchHandOver {
  state: HandOverState = { phase: 'idle' };
  readonly changed = new Signal<this, void>(this);
  documents = 0;
  move = jest.fn(() => Promise.resolve());
  moveAnyway = jest.fn(() => Promise.resolve());
  stay = jest.fn();
  dismiss = jest.fn();
  download = jest.fn(() => Promise.resolve());

  set(state: HandOverState): void {
    this.state = state;
    this.changed.emit();
  }
}

/** Show the dialogs and the strip; `asked` is where the switch began. */
export function show(
  shell: 'lab' | 'home' = 'lab',
  asked: 'here' | 'elsewhere' = 'here'
) {
  const fake = new FakeModel();
  fake.projects = [
    penguins(),
    aProject({ images: [anImage('new'), anImage('old')] })
  ];
  const stage = new SwitchStage({ model: fake.model, opens: () => false });
  const handOver = new FakeHandOver();
  const actions = {
    switchTo: jest.fn(),
    openRescue: jest.fn(),
    showLog: jest.fn(),
    rebuild: jest.fn(),
    copySource: jest.fn(),
    stop: jest.fn(),
    remove: jest.fn(),
    showTrash: jest.fn(),
    rename: jest.fn(),
    duplicate: jest.fn(),
    tell: jest.fn(),
    fail: jest.fn(),
    panelMenu: jest.fn(() => Promise.resolve()),
    menu: jest.fn(() => Promise.resolve()),
    navigate: jest.fn()
  };
  const asking = { where: () => asked, forget: jest.fn() };
  const props = {
    model: fake.model,
    stage,
    actions,
    navigate: actions.navigate,
    fail: actions.fail,
    trans: nullTranslator.load('jupyterlab-projects'),
    ...(shell === 'lab'
      ? { handOver, home: '/services/projects/' }
      : { asking })
  };
  const { container } = render(
    <main>
      <SwitchStrip {...props} />
      <SwitchView {...props} shell={shell} />
    </main>
  );
  const enter: FakeModel['enter'] = (phase, more) => {
    act(() => {
      fake.enter(phase, more);
    });
  };
  const open = (): void => {
    enter('starting');
    act(() => {
      stage.open();
    });
  };
  const hand = (state: HandOverState): void => {
    act(() => {
      handOver.set(state);
    });
  };
  return {
    fake,
    stage,
    handOver,
    asking,
    actions,
    container,
    enter,
    open,
    hand
  };
}

export const button = (name: string): HTMLElement =>
  screen.getByRole('button', { name });
export const press = (name: string): void => {
  fireEvent.click(button(name));
};
export const escape = (): void => {
  const dialog = document.querySelector('dialog')!;
  fireEvent(dialog, new Event('cancel', { cancelable: true }));
};
