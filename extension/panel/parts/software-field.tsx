import type { Project } from 'jupyterlab-projects-companion/contract';
import type { ReactNode } from 'react';
import React from 'react';
import { usePanel } from './panel-context.ts';
import { usableImage } from '../../projects/project-rules.ts';

/**
 * A choice of the project whose software a folder gets, or of another option.
 */
export function SoftwareField(props: {
  readonly id: string;
  readonly likes: readonly Project[];
  readonly like: string;
  readonly setLike: (like: string) => void;
  /** More options. */
  readonly children: ReactNode;
}): React.JSX.Element {
  const { trans } = usePanel();
  const { id, likes } = props;
  return (
    <div className="jp-Projects-fieldGroup">
      <label htmlFor={id}>{trans.__('Software')}</label>
      <select
        id={id}
        className="jp-Projects-field jp-mod-styled"
        value={props.like}
        onChange={event => {
          props.setLike(event.target.value);
        }}
      >
        {likes.map(project => (
          <option key={project.id} value={project.id}>
            {trans.__('Same as %1', project.title)}
          </option>
        ))}
        {props.children}
      </select>
    </div>
  );
}

/**
 * Return the projects that have software, the active one first, then by last
 * use.
 */
export function withSoftware(projects: readonly Project[]): Project[] {
  return projects
    .filter(project => usableImage(project) !== undefined)
    .sort(
      (a, b) =>
        Number(b.active) - Number(a.active) ||
        (b.lastUsed ?? '').localeCompare(a.lastUsed ?? '')
    );
}
