import { caretDownIcon, caretRightIcon } from '@jupyterlab/ui-components';
import React, { useState } from 'react';
import { usePanel } from '../parts/panel-context.ts';
import type { IProjectGrid } from './project-grid.tsx';
import { ProjectGrid } from './project-grid.tsx';

/**
 * Folders of the volume that are no projects, below the projects; they are
 * folded until the user wants to see them.
 */
export function FolderGroup({
  isOpen,
  ...grid
}: IProjectGrid & {
  /** True to keep it open: there are no projects to see, or a filter is set. */
  readonly isOpen: boolean;
}): React.JSX.Element {
  const { trans } = usePanel();
  const [wanted, setWanted] = useState(false);
  const open = isOpen || wanted;
  const Caret = open ? caretDownIcon : caretRightIcon;
  return (
    <section className="jp-Projects-folders">
      <button
        type="button"
        className="jp-Projects-fold"
        aria-expanded={open}
        aria-disabled={isOpen ? true : undefined}
        onClick={() => {
          setWanted(!wanted);
        }}
      >
        <Caret.react tag="span" />
        {trans._n(
          '%1 folder that is no project',
          '%1 folders that are no projects',
          grid.projects.length
        )}
      </button>
      {open && <ProjectGrid {...grid} name={trans.__('Folders')} />}
    </section>
  );
}
