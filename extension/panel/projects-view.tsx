import type { TranslationBundle } from '@jupyterlab/translation';
import type { ReactNode } from 'react';
import React from 'react';
import type { IProjectsModel } from '../tokens.ts';
import type { PanelActions } from './actions.ts';
import type { PanelRoute } from './route.ts';

/**
 * What the panel needs of the page that it is on.
 */
export interface ProjectsViewProps {
  readonly model: IProjectsModel;
  readonly trans: TranslationBundle;
  readonly actions: PanelActions;
  readonly route: PanelRoute;
  readonly shell: 'lab' | 'home';
  /** Shown under the header: the switch under way, shrunken. */
  readonly strip?: ReactNode;
}

/**
 * The projects, in a sidebar or on a page.
 */
export function ProjectsView({
  trans,
  strip
}: ProjectsViewProps): React.JSX.Element {
  return (
    <section className="jp-Projects" aria-label={trans.__('Projects')}>
      <h2>{trans.__('Projects')}</h2>
      {strip}
    </section>
  );
}
