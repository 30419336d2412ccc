import { ReactWidget } from '@jupyterlab/apputils';
import type { TranslationBundle } from '@jupyterlab/translation';
import { Widget } from '@lumino/widgets';
import type { Project } from 'jupyterlab-projects-companion/contract';
import React from 'react';
import { QuickPick } from '../panel/list/quick-pick.tsx';

/**
 * Let the user pick a project: type, then Enter. The first is picked by Enter
 * alone.
 */
export function chooseProject(
  projects: readonly Project[],
  title: string,
  trans: TranslationBundle
): Promise<Project | undefined> {
  if (projects.length === 0) {
    return Promise.resolve(undefined);
  }
  return new Promise(resolve => {
    const host = ReactWidget.create(
      <QuickPick
        {...{ projects, title, trans }}
        onPick={project => {
          host.dispose();
          resolve(project);
        }}
      />
    );
    host.addClass('jp-Projects-switchHost');
    Widget.attach(host, document.body);
  });
}
