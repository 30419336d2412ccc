import { closeIcon } from '@jupyterlab/ui-components';
import type { Project } from 'jupyterlab-projects-companion/contract';
import type { ReactNode } from 'react';
import React, { useId, useState } from 'react';
import { shortRef } from '../../words/format.ts';
import { visible } from '../../projects/visible.ts';
import { IconButton, TextButton } from '../parts/buttons.tsx';
import { useTime } from '../parts/clock.ts';
import { DetailsNote } from './details-note.tsx';
import { MenuButton, useMenu } from '../parts/menu-button.tsx';
import { usePanel } from '../parts/panel-context.ts';
import { usePrimary, useReason, useWords } from '../parts/primary-action.ts';
import { primaryLabel, primaryName } from '../../words/primary-words.ts';
import { usableImage } from '../../projects/project-rules.ts';
import { ResourcesField, useProfiles } from '../parts/resources-field.tsx';
import { SourceLine } from '../parts/source-line.tsx';
import { hasLog } from '../../projects/project-rules.ts';

/**
 * The facts of the selected project, and its buttons, of which one is filled.
 */
export function DetailsPane({
  project
}: {
  readonly project: Project;
}): React.JSX.Element {
  const { trans, route, shell } = usePanel();
  return (
    <section
      className="jp-Projects-details"
      aria-label={trans.__('Details of %1', project.title)}
    >
      <header className="jp-Projects-detailsHead">
        <h3 dir="auto">{project.title}</h3>
        {shell === 'lab' && (
          <IconButton
            icon={closeIcon}
            name={trans.__('Close details')}
            onClick={() => {
              route.select(null);
            }}
          />
        )}
      </header>
      <DetailsNote project={project} />
      <Facts project={project} />
      <DetailButtons project={project} />
    </section>
  );
}

function DetailButtons({
  project
}: {
  readonly project: Project;
}): React.JSX.Element {
  const { trans, actions } = usePanel();
  const reason = useReason();
  const words = useWords(useTime(false))(project);
  const primary = usePrimary();
  const kind = words.primary;
  const moveReason = useReason(kind);
  const menu = useMenu(at => actions.menu(project, at));
  const more = trans.__('More actions for %1', project.title);
  const mayRebuild =
    kind !== 'rebuild' &&
    kind !== 'build' &&
    words.glyph !== 'busy' &&
    // A folder that is no project has nothing to be built from.
    project.state !== 'unmanaged';
  return (
    <div className="jp-Projects-buttons">
      {kind && (
        <TextButton
          filled
          name={primaryName(kind, project.title, trans)}
          unless={moveReason}
          onClick={() => {
            primary(project, words);
          }}
        >
          {primaryLabel(kind, trans)}
        </TextButton>
      )}
      {mayRebuild && (
        <TextButton
          name={primaryName('rebuild', project.title, trans)}
          unless={reason}
          onClick={() => {
            actions.rebuild(project);
          }}
        >
          {trans.__('Rebuild')}
        </TextButton>
      )}
      {kind !== 'show' && hasLog(project) && (
        <TextButton
          onClick={() => {
            actions.showLog(project);
          }}
        >
          {trans.__('Show log')}
        </TextButton>
      )}
      <MenuButton menu={menu} name={more} />
    </div>
  );
}

function Facts({ project }: { readonly project: Project }): React.JSX.Element {
  const { trans, format, model } = usePanel();
  const { source, lastUsed, bytes } = project;
  const now = useTime(false);
  const words = useWords(now)(project);
  const image = usableImage(project);
  const root = model.me?.projectsRoot;
  const profiles = useProfiles();
  const facts: [string, ReactNode][] = [
    [trans.__('State'), words.state],
    [trans.__('Source'), source && <SourceLine source={source} />],
    [
      trans.__('Commit'),
      source?.commit && <code>{shortRef(source.commit)}</code>
    ],
    [
      trans.__('Software'),
      image && trans.__('Built %1', format.ago(image.builtAt, now))
    ],
    [
      trans.__('Folder'),
      root && <bdi dir="ltr">{`${root}/${visible(project.name)}`}</bdi>
    ],
    [
      trans.__('Resources'),
      profiles.length > 0 && <Resources project={project} />
    ],
    [trans.__('Last used'), lastUsed && format.ago(lastUsed, now)],
    [trans.__('Size'), bytes === null ? null : format.size(bytes)]
  ];
  return (
    <dl className="jp-Projects-facts">
      {facts
        .filter(([, value]) => value)
        .map(([name, value]) => (
          <React.Fragment key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </React.Fragment>
        ))}
    </dl>
  );
}

/**
 * The choice of the project's resources; it counts from its next start.
 */
function Resources({
  project
}: {
  readonly project: Project;
}): React.JSX.Element {
  const { trans, model, actions } = usePanel();
  const id = useId();
  const [busy, setBusy] = useState(false);
  const reason = useReason();
  const choose = async (resources: string): Promise<void> => {
    setBusy(true);
    try {
      await model.change(project.id, { resources });
    } catch (error) {
      actions.fail(error);
    } finally {
      setBusy(false);
    }
  };
  return (
    <>
      <label htmlFor={id} className="jp-Projects-spoken">
        {trans.__('Resources of %1', project.title)}
      </label>
      <ResourcesField
        id={id}
        value={project.resources}
        unless={busy ? trans.__('This is being done.') : reason}
        onChange={profile => {
          void choose(profile);
        }}
      />
      {project.url !== undefined && (
        <p className="jp-Projects-hint">
          {trans.__('A choice counts from its next start.')}
        </p>
      )}
    </>
  );
}
