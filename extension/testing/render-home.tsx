/** The home page with a model of its own. */
import { nullTranslator } from '@jupyterlab/translation';
import { act, render, screen } from '@testing-library/react';
import React from 'react';
import { HomePage } from '../home/home-page.tsx';
import { PanelModel, projectOf } from './panel-model.ts';

export const penguins = projectOf('Penguins', {
  active: true,
  state: 'running',
  url: '/user/ada/penguins/lab'
});
export const ocean = projectOf('Ocean heat', { state: 'running' });

export function openHome(
  set: Parameters<PanelModel['set']>[0],
  slug?: string,
  signOut?: () => Promise<void>
): { model: PanelModel; navigate: jest.Mock; container: HTMLElement } {
  const model = new PanelModel();
  model.set(set);
  const navigate = jest.fn();
  const trans = nullTranslator.load('jupyterlab-projects');
  const { container } = render(
    <HomePage {...{ model, trans, navigate, signOut }} open={slug} />
  );
  return { model, navigate, container };
}

export const row = (name: string): HTMLElement =>
  screen.getByRole('row', { name: new RegExp(`^${name}\\.`) });
export const settle = (): Promise<void> => act(() => Promise.resolve());
