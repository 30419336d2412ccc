import type { Project } from 'jupyterlab-projects-companion/contract';
import React from 'react';
import { AdoptView } from './create/adopt-view.tsx';
import { BuildView } from './build/build-view.tsx';
import { CreateView } from './create/create-view.tsx';
import { DetailsPane } from './list/details-pane.tsx';
import { DuplicateView } from './list/duplicate-view.tsx';
import { OutsideView } from './create/outside-view.tsx';
import { usePanel } from './parts/panel-context.ts';
import { RenameView } from './list/rename-view.tsx';
import type { Place } from './parts/route.ts';
import { StartView } from './build/start-view.tsx';
import { SubView } from './parts/sub-view.tsx';
import { TrashView } from './trash/trash-view.tsx';

const VIEWS = {
  build: BuildView,
  start: StartView,
  adopt: AdoptView,
  rename: RenameView,
  duplicate: DuplicateView
};

/**
 * The view beside the list, or in its place where the panel is narrow.
 */
export function SidePart({
  place,
  selected
}: {
  readonly place: Place;
  readonly selected: Project | undefined;
}): React.JSX.Element | null {
  const { model, trans } = usePanel();
  if (place.view === 'create') {
    const source = place.source ?? '';
    return (
      <SubView title={trans.__('New project')}>
        <CreateView key={source} source={source} />
      </SubView>
    );
  }
  if ('project' in place) {
    const project = model.projects?.find(({ id }) => id === place.project);
    const View = VIEWS[place.view];
    return project ? (
      <SubView key={project.id} title={project.title}>
        <View project={project} />
      </SubView>
    ) : null;
  }
  if (place.view === 'trash') {
    return <TrashView />;
  }
  if (place.view === 'outside') {
    return <OutsideView />;
  }
  return selected ? <DetailsPane project={selected} /> : null;
}
