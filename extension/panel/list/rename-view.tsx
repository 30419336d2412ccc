import type { Project } from 'jupyterlab-projects-companion/contract';
import React from 'react';
import { NameForm } from '../parts/name-form.tsx';
import { renaming } from '../../projects/names.ts';
import { renamedNotice } from '../../words/notice.ts';
import { usePanel } from '../parts/panel-context.ts';

/**
 * The form that renames a project, and its folder while no server runs in it.
 */
export function RenameView({
  project
}: {
  readonly project: Project;
}): React.JSX.Element {
  const { model, trans, route, actions } = usePanel();
  const { id, title, name } = project;
  return (
    <NameForm
      label={trans.__('New name of %1', title)}
      names={{ title, name }}
      folderUnless={
        project.url === undefined
          ? undefined
          : trans.__('A folder can be renamed while no server runs in it.')
      }
      verb={trans.__('Rename')}
      hint={trans.__('You can undo it.')}
      onSubmit={async names => {
        const change = renaming(project, names);
        const isChange = Object.keys(change).length > 0;
        if (isChange) {
          await model.change(id, change);
        }
        route.show({ view: 'list' });
        route.select(id);
        if (isChange) {
          actions.tell(renamedNotice(project, names, model, trans));
        }
      }}
    />
  );
}
