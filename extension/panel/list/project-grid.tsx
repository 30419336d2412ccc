import type { Project } from 'jupyterlab-projects-companion/contract';
import React, { useRef, useState } from 'react';
import { rowOf, useFocusKept, useGridKeys } from './grid-focus.ts';
import { usePanel } from '../parts/panel-context.ts';
import { reasonFor, useWords } from '../parts/primary-action.ts';
import { ProjectRow } from './project-row.tsx';

/**
 * The props of the list.
 */
export interface IProjectGrid {
  /** The accessible name of the list; “Projects” if absent. */
  readonly name?: string;
  readonly projects: readonly Project[];
  readonly filter: readonly string[];
  readonly selected: string | null;
  readonly now: number;
  readonly onFilter: () => void;
  /** Called when the row with the focus is gone, and no other row is left. */
  readonly onEmptied: () => void;
}

/**
 * The list: one tab stop, arrow keys between rows and along them.
 */
export function ProjectGrid(props: IProjectGrid): React.JSX.Element {
  const { projects, selected, now } = props;
  const panel = usePanel();
  const { trans } = panel;
  const words = useWords(now);
  const grid = useRef<HTMLDivElement>(null);
  const [stop, setStop] = useState<string | null>(null);
  const ids = projects.map(({ id }) => id);
  const tabStop = [stop, selected].find(id => id && ids.includes(id)) ?? ids[0];
  const keys = useGridKeys(props, grid);
  useFocusKept(ids, grid, props.onEmptied);
  return (
    <div
      ref={grid}
      role="grid"
      className={`jp-Projects-grid${hasSizes(projects) ? '' : ' jp-mod-sizeless'}`}
      aria-label={props.name ?? trans.__('Projects')}
      aria-rowcount={projects.length + 1}
      aria-colcount={5}
      onKeyDown={keys}
      onFocus={event => {
        setStop(rowOf(event.target)?.dataset.project ?? null);
      }}
    >
      <GridHead />
      {projects.map((project, index) => {
        const shown = words(project);
        return (
          <ProjectRow
            key={project.id}
            {...{ project, index }}
            words={shown}
            unless={reasonFor(shown.primary, panel)}
            filter={props.filter}
            selected={project.id === selected}
            tabStop={project.id === tabStop}
            // Only rows with a running time change more often than each minute.
            now={shown.since === undefined ? minuteOf(now) : now}
          />
        );
      })}
    </div>
  );
}

function minuteOf(now: number): number {
  return now - (now % 60_000);
}

/** True when some size is known; else the list has no column for sizes. */
function hasSizes(projects: readonly Project[]): boolean {
  return projects.some(({ bytes }) => bytes !== null);
}

function GridHead(): React.JSX.Element {
  const { trans } = usePanel();
  return (
    <div role="row" className="jp-Projects-head" aria-rowindex={1}>
      <span role="columnheader">{trans.__('Name')}</span>
      <span role="columnheader">{trans.__('State')}</span>
      <span role="columnheader" className="jp-Projects-usedHead">
        {trans.__('Last used')}
      </span>
      <span role="columnheader" className="jp-Projects-sizeHead">
        {trans.__('Size')}
      </span>
      <span role="columnheader">
        <span className="jp-Projects-spoken">{trans.__('Actions')}</span>
      </span>
    </div>
  );
}
