import type { Project } from 'jupyterlab-projects-companion/contract';
import React from 'react';
import { NameForm } from '../parts/name-form.tsx';
import { usePanel } from '../parts/panel-context.ts';
import { freeName } from '../parts/pasted-link.ts';

/**
 * The form that makes a second project with a copy of all files of this one.
 */
export function DuplicateView({
  project
}: {
  readonly project: Project;
}): React.JSX.Element {
  const { model, trans, route } = usePanel();
  const { id, title, name } = project;
  const taken = (model.projects ?? []).map(other => other.name);
  return (
    <NameForm
      label={trans.__('Copy of %1', title)}
      names={{
        title: trans.__('%1 (copy)', title),
        name: freeName(name, [...taken, name])
      }}
      verb={trans.__('Duplicate')}
      hint={trans.__(
        'All its files are copied, also those that are not saved in git.'
      )}
      onSubmit={async names => {
        const copy = await model.volume.duplicate(id, names);
        route.show({ view: 'list' });
        route.select(copy.id);
      }}
    />
  );
}
