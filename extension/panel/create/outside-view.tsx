import { closeIcon, folderIcon } from '@jupyterlab/ui-components';
import React, { useState } from 'react';
import { IconButton, LinkButton } from '../parts/buttons.tsx';
import { OutsideForm } from './outside-form.tsx';
import { usePanel } from '../parts/panel-context.ts';
import { Strip } from '../parts/panel-states.tsx';
import { SubView } from '../parts/sub-view.tsx';

/**
 * A line below the list while files of a former home are in no project. They
 * move only when the user asks for it.
 */
export function OutsideStrip(): React.JSX.Element | null {
  const { model, trans, route } = usePanel();
  const [hidden, setHidden] = useState(false);
  const files = model.volume.outside?.files ?? 0;
  if (files === 0 || hidden) {
    return null;
  }
  return (
    <Strip
      icon={folderIcon}
      text={trans._n(
        '%1 file is outside projects.',
        '%1 files are outside projects.',
        files
      )}
    >
      <LinkButton
        onClick={() => {
          route.show({ view: 'outside' });
        }}
      >
        {trans.__('Move into a new project…')}
      </LinkButton>
      <IconButton
        icon={closeIcon}
        name={trans.__('Not now')}
        onClick={() => {
          setHidden(true);
        }}
      />
    </Strip>
  );
}

/**
 * Files that are in no project, and the form that moves them into one.
 */
export function OutsideView(): React.JSX.Element {
  const { model, trans } = usePanel();
  const { files = 0, names = [] } = model.volume.outside ?? {};
  return (
    <SubView title={trans.__('Files outside projects')}>
      {files === 0 ? (
        <p>{trans.__('Every file is in a project.')}</p>
      ) : (
        <>
          <p>
            {trans.__(
              'These lie beside your projects, as in a home folder. They can move into a new project, all of them or none.'
            )}
          </p>
          <ul
            className="jp-Projects-outside"
            aria-label={trans.__('Files outside projects')}
            tabIndex={0}
          >
            {names.map(name => (
              <li key={name}>
                <bdi dir="ltr">{name}</bdi>
              </li>
            ))}
            {files > names.length && (
              <li>{trans.__('and %1 more', files - names.length)}</li>
            )}
          </ul>
          <OutsideForm />
        </>
      )}
    </SubView>
  );
}
