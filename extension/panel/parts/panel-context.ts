import type { TranslationBundle } from '@jupyterlab/translation';
import { createContext, useContext } from 'react';
import type { Format } from '../../words/format.ts';
import type { IProjectsModel } from '../../tokens.ts';
import type { PanelActions } from './actions.ts';
import type { Announcer } from './announcer.ts';
import type { PanelRoute } from './route.ts';

/**
 * The objects that every part of the panel uses.
 */
export interface Panel {
  readonly model: IProjectsModel;
  readonly trans: TranslationBundle;
  readonly format: Format;
  readonly actions: PanelActions;
  readonly route: PanelRoute;
  readonly announcer: Announcer;
  readonly shell: 'lab' | 'home';
}

/**
 * The panel around a component.
 */
export const PanelContext = createContext<Panel | null>(null);

/**
 * The panel around a component, which is never outside of one.
 */
export function usePanel(): Panel {
  const panel = useContext(PanelContext);
  if (!panel) {
    throw new Error('A part of the panel stands outside of it.');
  }
  return panel;
}
