/** The panel as a page mounts it, and the actions that it asked for. */
import { nullTranslator } from '@jupyterlab/translation';
import { render } from '@testing-library/react';
import type { RenderResult } from '@testing-library/react';
import React from 'react';
import type { PanelActions } from '../panel/parts/actions.ts';
import { ProjectsView } from '../panel/projects-view.tsx';
import { PanelRoute } from '../panel/parts/route.ts';
import { PanelModel } from './panel-model.ts';

export interface RenderedPanel extends RenderResult {
  readonly model: PanelModel;
  readonly route: PanelRoute;
  readonly actions: jest.Mocked<PanelActions>;
}

export function renderPanel(
  set: Parameters<PanelModel['set']>[0] = {},
  options: {
    shell?: 'lab' | 'home';
    prepare?: (route: PanelRoute, model: PanelModel) => void;
  } = {}
): RenderedPanel {
  const model = new PanelModel();
  model.set(set);
  const route = new PanelRoute();
  options.prepare?.(route, model);
  const actions: RenderedPanel['actions'] = {
    switchTo: jest.fn(),
    openRescue: jest.fn(),
    rebuild: jest.fn(),
    showLog: jest.fn(),
    copySource: jest.fn(),
    stop: jest.fn(),
    remove: jest.fn(),
    showTrash: jest.fn(),
    rename: jest.fn(),
    duplicate: jest.fn(),
    tell: jest.fn(),
    fail: jest.fn(),
    menu: jest.fn<Promise<void>, Parameters<PanelActions['menu']>>(() =>
      Promise.resolve()
    ),
    panelMenu: jest.fn<Promise<void>, Parameters<PanelActions['panelMenu']>>(
      () => Promise.resolve()
    ),
    navigate: jest.fn()
  };
  const result = render(
    <ProjectsView
      {...{ model, route, actions }}
      trans={nullTranslator.load('jupyterlab-projects')}
      shell={options.shell ?? 'lab'}
      locale="en-GB"
    />
  );
  return { ...result, model, route, actions };
}
