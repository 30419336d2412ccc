import { addIcon } from '@jupyterlab/ui-components';
import type { TranslationBundle } from '@jupyterlab/translation';
import type { Project } from 'jupyterlab-projects-companion/contract';
import type { ReactNode, RefObject } from 'react';
import React, { useEffect, useMemo, useRef } from 'react';
import { Format } from '../words/format.ts';
import type { IProjectsModel } from '../tokens.ts';
import { counted } from './create/project-limit.ts';
import type { PanelActions } from './parts/actions.ts';
import { Announcements } from './announcements.tsx';
import { Announcer } from './parts/announcer.ts';
import { IconButton } from './parts/buttons.tsx';
import { useFocusAfterLast, useFocusReturn } from './focus-return.ts';
import { HomeTop } from './home-top.tsx';
import { ListView } from './list/list-view.tsx';
import { MenuButton, useMenu } from './parts/menu-button.tsx';
import { OutsideStrip } from './create/outside-view.tsx';
import type { Panel } from './parts/panel-context.ts';
import { PanelContext, usePanel } from './parts/panel-context.ts';
import {
  ConnectionStrip,
  EmptyState,
  Skeleton
} from './parts/panel-states.tsx';
import { RescueStrip } from './list/rescue-strip.tsx';
import type { PanelRoute, Place } from './parts/route.ts';
import { SidePart } from './side-part.tsx';
import { useSignal } from './parts/switch-hooks.ts';
import { UsageLine } from './list/usage-line.tsx';

/**
 * The parts of its page that the panel uses.
 */
export interface ProjectsViewProps {
  readonly model: IProjectsModel;
  readonly trans: TranslationBundle;
  readonly actions: PanelActions;
  readonly route: PanelRoute;
  readonly shell: 'lab' | 'home';
  /** The switch under way as a line, shown below the list. */
  readonly strip?: ReactNode;
  /** Lab's language; the page's if absent. */
  readonly locale?: string;
}

/**
 * The projects, in a sidebar or on a page. Its layout depends on its width
 * only.
 */
export function ProjectsView(props: ProjectsViewProps): React.JSX.Element {
  const { model, trans, actions, route, shell, locale } = props;
  useSignal(model.changed);
  useSignal(route.changed);
  const announcer = useMemo(() => new Announcer(), []);
  useEffect(
    () => () => {
      announcer.dispose();
    },
    [announcer]
  );
  const format = useMemo(
    () => new Format(trans, locale ?? document.documentElement.lang),
    [trans, locale]
  );
  // It stays the same object, so that unchanged rows are not rendered again.
  const panel: Panel = useMemo(
    () => ({ model, trans, actions, route, shell, announcer, format }),
    [model, trans, actions, route, shell, announcer, format]
  );
  return (
    <PanelContext.Provider value={panel}>
      <PanelBody strip={props.strip} />
    </PanelContext.Provider>
  );
}

function PanelBody({
  strip
}: {
  readonly strip: ReactNode;
}): React.JSX.Element {
  const { model, trans, route, shell } = usePanel();
  const node = useRef<HTMLElement>(null);
  const add = useRef<HTMLButtonElement>(null);
  const place = placeNow(route.place, model.projects, shell);
  const selected = useSelected();
  useFocusReturn(place, node, add);
  useFocusAfterLast(model.projects?.length === 0, node, add);
  return (
    <section
      ref={node}
      className={`jp-Projects jp-mod-${shell}`}
      data-view={place.view}
      data-empty={model.projects?.length ? undefined : true}
      aria-label={trans.__('Projects')}
    >
      {shell === 'home' && model.projects && <HomeTop selected={selected} />}
      <div className="jp-Projects-columns">
        <div className="jp-Projects-main">
          <ListHeader add={add} />
          <Body {...{ place, selected, add }} />
          {/* Below the list, so that lines which come do not push it away. */}
          {strip}
          <ConnectionStrip />
          <RescueStrip />
          <OutsideStrip />
          <UsageLine />
        </div>
        <SidePart place={place} selected={selected} />
      </div>
      <Announcements />
    </section>
  );
}

function ListHeader({
  add
}: {
  readonly add: RefObject<HTMLButtonElement>;
}): React.JSX.Element {
  const { model, trans, route, shell, actions } = usePanel();
  const menu = useMenu(at => actions.panelMenu(at));
  const count = model.projects?.length ?? 0;
  // The top of the home page says already that there is no project.
  const first = shell === 'home' && model.projects?.length === 0;
  return (
    <header className="jp-Projects-header">
      <h2 className={first ? 'jp-Projects-spoken' : undefined}>
        {shell === 'home' ? trans.__('Your projects') : trans.__('Projects')}
        {shell === 'home' && count > 0 && (
          <small>
            {' '}
            {model.limit === null
              ? count
              : trans.__('%1 of %2', counted(model), model.limit)}
          </small>
        )}
      </h2>
      <div role="toolbar" aria-label={trans.__('Projects toolbar')}>
        <IconButton
          ref={add}
          icon={addIcon}
          name={trans.__('New project')}
          onClick={() => {
            route.show({ view: 'create' });
          }}
        />
        <MenuButton menu={menu} name={trans.__('More actions for projects')} />
      </div>
    </header>
  );
}

function Body({
  place,
  selected,
  add
}: {
  readonly place: Place;
  readonly selected: Project | undefined;
  readonly add: RefObject<HTMLButtonElement>;
}): React.JSX.Element | null {
  const { model, shell } = usePanel();
  const { projects, connection } = model;
  if (projects === null) {
    const waits =
      connection.state === 'connecting' || connection.state === 'online';
    return waits ? <Skeleton /> : null;
  }
  if (projects.length === 0) {
    // Elsewhere a field for a link is shown already, and one is enough.
    return place.view === 'list' && shell === 'lab' ? <EmptyState /> : null;
  }
  return (
    <ListView
      projects={projects}
      selected={selected?.id ?? null}
      onEmptied={() => add.current?.focus()}
    />
  );
}

/**
 * Return the place to show: the list in place of a sub-view whose project is
 * gone, or of the form of a new project where that stands above the list.
 */
function placeNow(
  place: Place,
  projects: readonly Project[] | null,
  shell: Panel['shell']
): Place {
  const isGone =
    'project' in place && !projects?.some(({ id }) => id === place.project);
  return isGone || (place.view === 'create' && shell === 'home')
    ? { view: 'list' }
    : place;
}

/**
 * Return the selected project. The home page begins with the active or the last
 * used one, so that Enter opens it.
 */
function useSelected(): Project | undefined {
  const { model, route, shell } = usePanel();
  const { projects } = model;
  const found = projects?.find(({ id }) => id === route.selected);
  if (found || shell === 'lab' || !projects) {
    return found;
  }
  return [...projects].sort(
    (a, b) =>
      Number(b.active) - Number(a.active) ||
      (b.lastUsed ?? '').localeCompare(a.lastUsed ?? '')
  )[0];
}
