import { nullTranslator } from '@jupyterlab/translation';
import { Signal } from '@lumino/signaling';
import { act, fireEvent, render, screen } from '@testing-library/react';
import { axe, toHaveNoViolations } from 'jest-axe';
import React from 'react';
import type { HandOverState } from '../hand-over/switch-hand-over.ts';
import { SwitchStage } from '../panel/switch/switch-stage.ts';
import { StatusItem } from './status-item.tsx';
import { aProject, FakeModel, penguins } from '../testing/fake-model.ts';

expect.extend(toHaveNoViolations);

function show(server = '/user/ada/penguins/') {
  const fake = new FakeModel();
  fake.projects = [
    { ...penguins(), url: '/user/ada/penguins/lab' },
    aProject()
  ];
  const stage = new SwitchStage({ model: fake.model, opens: () => false });
  const handOver = {
    state: { phase: 'idle' } as HandOverState,
    changed: new Signal<object, void>({}),
    move: jest.fn(() => Promise.resolve())
  };
  const panel = { reveal: jest.fn() };
  const fail = jest.fn();
  const { container } = render(
    <StatusItem
      {...{ model: fake.model, panel, server, fail }}
      desk={{ stage, handOver: handOver as never }}
      trans={nullTranslator.load('jupyterlab-projects')}
    />
  );
  return { fake, stage, handOver, panel, container };
}

const buttons = (): (string | null)[] =>
  screen.getAllByRole('button').map(({ textContent }) => textContent);

it('names the project of this page, and leads to the panel', async () => {
  const { panel, container } = show();
  fireEvent.click(screen.getByRole('button', { name: 'Penguins' }));
  expect(panel.reveal).toHaveBeenCalledTimes(1);
  expect(await axe(container)).toHaveNoViolations();
});

it('names that of this page also where another one is active by now', () => {
  const { fake } = show();
  act(() => {
    fake.set({
      projects: [
        { ...penguins(), url: '/user/ada/penguins/lab', active: false },
        aProject({ active: true, url: '/user/ada/ocean-heat/lab' })
      ]
    });
  });
  expect(buttons()).toEqual(['Penguins']);
});

it('the rescue server is no project, and is named, too', () => {
  show('/user/ada/rescue/');
  expect(buttons()).toEqual(['Rescue Lab']);
});

it('tells how a switch goes, and leads to its dialog', () => {
  const { fake, stage } = show();
  act(() => {
    fake.enter('starting');
  });
  expect(buttons()[0]).toMatch(/^Ocean heat: starting · \d+:\d\d/);
  fireEvent.click(screen.getByRole('button'));
  expect(stage.view).toBe('dialog');
});

it('offers the move when it is ready, and names the new project after it', () => {
  const { fake, handOver, stage } = show();
  act(() => {
    fake.enter('ready');
    handOver.state = { phase: 'offering' };
    handOver.changed.emit();
  });
  expect(buttons()).toEqual(['Ocean heat is ready.', 'Move now']);
  act(() => {
    stage.open();
  });
  // The dialog of the switch has that button.
  expect(buttons()).toEqual(['Ocean heat is ready.']);
  act(() => {
    stage.shrink();
  });
  fireEvent.click(screen.getByRole('button', { name: 'Move now' }));
  expect(handOver.move).toHaveBeenCalledTimes(1);
  act(() => {
    fake.enter('done');
  });
  expect(buttons()).toEqual(['Penguins']);
});

it('says that nobody answers', () => {
  const { fake } = show();
  act(() => {
    fake.set({
      connection: { state: 'offline', retryAt: 0 }
    });
  });
  expect(buttons()).toEqual(['Projects: offline']);
});
