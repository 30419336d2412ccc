import type { Project } from 'jupyterlab-projects-companion/contract';
import React, { useRef } from 'react';
import { TextButton } from './parts/buttons.tsx';
import { useTime } from './parts/clock.ts';
import { CreateView } from './create/create-view.tsx';
import { EmptyWords } from './parts/panel-states.tsx';
import { usePanel } from './parts/panel-context.ts';
import { usePrimary, useWords } from './parts/primary-action.ts';

/**
 * The field across the top of the home page; before the first project, with
 * words that explain projects.
 */
export function HomeTop({
  selected
}: {
  readonly selected: Project | undefined;
}): React.JSX.Element {
  const { trans, route, model } = usePanel();
  const primary = usePrimary();
  const words = useWords(useTime(false));
  // The link of the route stays in the field until the route has another one.
  const source = useRef('');
  if (route.place.view === 'create' && route.place.source !== undefined) {
    source.current = route.place.source;
  }
  const empty = model.projects?.length === 0;
  const example = model.me?.example;
  return (
    <div className={`jp-Projects-homeTop${empty ? ' jp-mod-first' : ''}`}>
      {empty && <EmptyWords />}
      <CreateView
        key={source.current}
        source={source.current}
        onNothing={() => {
          if (selected) {
            primary(selected, words(selected));
          }
        }}
      />
      {empty && example !== undefined && (
        <TextButton
          onClick={() => {
            route.show({ view: 'create', source: example });
          }}
        >
          {trans.__('Try an example')}
        </TextButton>
      )}
    </div>
  );
}
