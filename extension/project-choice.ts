import { InputDialog } from '@jupyterlab/apputils';
import type { TranslationBundle } from '@jupyterlab/translation';
import type { Project } from 'jupyterlab-projects-companion/contract';
import { visible } from './format.ts';

/**
 * Let the user pick a project: type, then Enter.
 */
export async function chooseProject(
  projects: readonly Project[],
  title: string,
  trans: TranslationBundle
): Promise<Project | undefined> {
  const [only] = projects;
  if (!only) {
    return undefined;
  }
  const labels = projects.map(project => labelOf(project, projects));
  const { value } = await InputDialog.getItem({
    title,
    label: trans.__('Project'),
    items: labels,
    current: 0
  });
  return value === null ? undefined : projects[labels.indexOf(value)];
}

/** Titles need not be unique; folders are. */
function labelOf(project: Project, all: readonly Project[]): string {
  const alike = all.filter(one => one.title === project.title);
  return alike.length > 1
    ? `${project.title} (${visible(project.name)})`
    : project.title;
}
