import type { Project } from 'jupyterlab-projects-companion/contract';
import React, { memo, useRef } from 'react';
import { elapsed } from '../../words/format.ts';
import { visible } from '../../projects/visible.ts';
import { alertIcon } from '../../icons.ts';
import { TextButton } from '../parts/buttons.tsx';
import { Glyph } from './glyph.tsx';
import type { OpenMenu } from '../parts/menu-button.tsx';
import { MenuButton, useMenu } from '../parts/menu-button.tsx';
import { useNear } from './near.ts';
import { usePanel } from '../parts/panel-context.ts';
import { usePrimary } from '../parts/primary-action.ts';
import type { ProjectWords } from '../../words/words-context.ts';
import { primaryLabel, primaryName } from '../../words/primary-words.ts';
import { Marked, SourceLine, sourceLine } from '../parts/source-line.tsx';

/**
 * The props of a row of the list.
 */
export interface IProjectRow {
  readonly project: Project;
  readonly words: ProjectWords;
  readonly filter: readonly string[];
  readonly index: number;
  readonly selected: boolean;
  readonly tabStop: boolean;
  readonly now: number;
  /** Why the project's named button cannot be pressed now. */
  readonly unless: string | undefined;
}

/**
 * A project in the list: select it, or use one of its two buttons.
 */
export const ProjectRow = memo(Row, isSame);

function Row(props: IProjectRow): React.JSX.Element {
  const { project, words, selected, now } = props;
  const { actions, route } = usePanel();
  const node = useRef<HTMLDivElement>(null);
  const near = useNear(node);
  const select = (): void => {
    route.select(project.id);
  };
  const primary = usePrimary();
  const menu = useMenu(at => actions.menu(project, at));
  const name = useRowName(project, words, now);
  return (
    <div
      ref={node}
      role="row"
      className={`jp-Projects-row${words.failure ? ' jp-mod-failed' : ''}`}
      data-project={project.id}
      aria-label={name}
      title={name}
      aria-rowindex={props.index + 2}
      aria-selected={selected}
      aria-current={project.active ? 'true' : undefined}
      tabIndex={props.tabStop ? 0 : -1}
      onClick={select}
      onDoubleClick={() => {
        primary(project, words);
      }}
      onContextMenu={event => {
        event.preventDefault();
        select();
        menu.show({ x: event.clientX, y: event.clientY }, event.currentTarget);
      }}
    >
      {near ? (
        <Cells {...props} menu={menu} />
      ) : (
        <span role="rowheader" className="jp-Projects-farTitle">
          {project.title}
        </span>
      )}
    </div>
  );
}

function Cells(
  props: IProjectRow & { readonly menu: OpenMenu }
): React.JSX.Element {
  const { project, words, now } = props;
  const { format } = usePanel();
  return (
    <>
      <NameCell {...props} />
      <div role="gridcell" className="jp-Projects-stateCell">
        {words.state}
        {words.since && ` · ${elapsed(now - Date.parse(words.since))}`}
      </div>
      <div role="gridcell" className="jp-Projects-usedCell">
        <UsedTexts {...props} />
      </div>
      <div role="gridcell" className="jp-Projects-sizeCell">
        {project.bytes === null ? '' : format.size(project.bytes)}
      </div>
      <ActionsCell {...props} />
    </>
  );
}

/** True when nothing changed; the words are a new object each time. */
function isSame(before: IProjectRow, after: IProjectRow): boolean {
  const { words: said, ...rest } = before;
  const { words: says, ...others } = after;
  return equal(rest, others) && equal(said, says);
}

function equal<T extends object>(one: T, other: T): boolean {
  const keys = Object.keys({ ...one, ...other }) as (keyof T)[];
  return keys.every(key => one[key] === other[key]);
}

function NameCell({ project, words, filter }: IProjectRow): React.JSX.Element {
  return (
    <div role="rowheader" className="jp-Projects-nameCell">
      <Glyph kind={words.glyph} />
      <span className="jp-Projects-names">
        <span className="jp-Projects-title" dir="auto">
          <Marked text={project.title} words={filter} />
        </span>
        <span className="jp-Projects-under">
          {words.alert && (
            <alertIcon.react tag="span" className="jp-Projects-alertSmall" />
          )}
          {words.telling && (
            <span className="jp-Projects-stateWord">
              {words.state}
              {(words.failure ?? project.source) && ' · '}
            </span>
          )}
          {words.failure ??
            (project.source ? (
              <SourceLine source={project.source} words={filter} />
            ) : (
              <bdi dir="ltr">{visible(project.name)}</bdi>
            ))}
        </span>
      </span>
    </div>
  );
}

/**
 * The time of the last use: short for the sidebar, and long for the table.
 */
function UsedTexts({ project, words, now }: IProjectRow): React.JSX.Element {
  const { format, trans } = usePanel();
  const { lastUsed } = project;
  const short = words.since
    ? elapsed(now - Date.parse(words.since))
    : lastUsed && !project.active
      ? format.age(lastUsed, now)
      : '';
  const long = project.active
    ? trans.__('now')
    : lastUsed
      ? format.ago(lastUsed, now)
      : trans.__('never');
  return (
    <>
      <span className="jp-Projects-short">{short}</span>
      <span className="jp-Projects-long">{long}</span>
    </>
  );
}

function ActionsCell({
  project,
  words,
  unless,
  menu
}: IProjectRow & { readonly menu: OpenMenu }): React.JSX.Element {
  const { trans } = usePanel();
  const primary = usePrimary();
  const kind = words.primary;
  return (
    <div role="gridcell" className="jp-Projects-actionsCell">
      {kind && (
        <TextButton
          small
          tabIndex={-1}
          name={primaryName(kind, project.title, trans)}
          unless={unless}
          onClick={() => {
            primary(project, words);
          }}
        >
          {primaryLabel(kind, trans)}
        </TextButton>
      )}
      <MenuButton
        menu={menu}
        name={trans.__('More actions for %1', project.title)}
        tabIndex={-1}
      />
    </div>
  );
}

/**
 * Return everything that a row shows as one text, for screen readers.
 */
function useRowName(
  project: Project,
  words: ProjectWords,
  now: number
): string {
  const { trans, format } = usePanel();
  const { source, lastUsed, bytes } = project;
  return [
    trans.__('%1.', project.title),
    trans.__('%1.', words.state),
    words.failure ?? '',
    source ? trans.__('Source %1.', sourceLine(source)) : '',
    lastUsed ? trans.__('Last used %1.', format.ago(lastUsed, now)) : '',
    bytes === null ? '' : trans.__('%1.', format.size(bytes))
  ]
    .filter(Boolean)
    .join(' ');
}
